import * as z from 'zod/mini';
import { endpointSchema, modelSchema } from '../../core/settings/endpoints.ts';
import { aliasSchema, priceSchema, tierSchema } from '../../core/settings/modelOverrides.ts';
import { commandInputSchema, pickStringSchema, promptStringSchema } from '../../core/settings/inputs.ts';
import { oauthSchema } from '../../core/settings/oauth.ts';
import { httpSchema, stdioSchema } from '../../core/settings/servers.ts';

/** A JSON Schema as VS Code’s editors read it. */
export type Schema = Record<string, unknown>;

/** What an editor shows of a field, beside what the zod schema says of its values. */
const registry = z.registry<Schema>();

const variables =
  'Variables: `${workspaceFolder}`, `${workspaceFolderBasename}`, `${userHome}`, `${pathSeparator}`, `${config:setting}`, `${env:NAME}` and `${input:id}` (asked for once, and kept in VS Code’s secret storage).';

function describe<T extends z.core.$ZodType>(schema: T, words: Partial<Record<keyof FieldsOf<T>, Schema>>): void {
  const fields = (schema as unknown as { readonly shape: Readonly<Record<string, z.core.$ZodType>> }).shape;
  for (const [name, about] of Object.entries<Schema | undefined>(words)) {
    const field = fields[name];
    if (field && about) registry.add(field, about);
  }
}
type FieldsOf<T> = T extends { readonly shape: infer S } ? S : never;

/** The fields that both kinds of servers share, which `mcp.json` may have too. */
const common = {
  era: {
    enumDescriptions: [
      'Try the 2026-07-28 protocol first, and fall back to the older one when the server does not speak it.',
      'Never probe: connect with the protocol up to 2025-11-25. For servers that stop at an unknown first message.',
    ],
    description: 'Which protocol era to connect with.',
  },
  autoStart: {
    description: 'Start this server when VS Code has started. A definition that was not confirmed never starts.',
  },
  timeout: {
    type: 'integer',
    description:
      'Milliseconds without a sign of life after which a call fails. Time that a request waits for you never counts.',
  },
  sampling: {
    enumDescriptions: [
      'The server may ask for completions, and may offer tools to the model.',
      'The server may ask for completions, but not offer tools.',
      'The server is told that sampling is not available.',
    ],
    description: 'Whether this server may ask your model. You decide about each request in any case.',
  },
} as const satisfies Record<string, Schema>;

describe(stdioSchema, {
  type: { description: 'A program on this machine. May be left out.' },
  command: { markdownDescription: `The program, without a shell. ${variables}` },
  args: { markdownDescription: `Its arguments, one an entry. ${variables}` },
  env: {
    markdownDescription: `Environment variables to add; \`null\` removes one. Of yours the program gets \`PATH\`, \`HOME\` and a few more: name others here, as \`\${env:NAME}\`. No key has to stand here: write \`\${input:id}\` and you are asked for it. ${variables}`,
  },
  envFile: { markdownDescription: `A file of \`NAME=value\` lines. ${variables}` },
  cwd: {
    markdownDescription: `Where the program runs. Absent: in the folder of the workspace, or in your home directory where a definition in your own settings names nothing of the folder. ${variables}`,
  },
  ...common,
});
describe(httpSchema, {
  type: {
    enumDescriptions: ['Streamable HTTP.', 'The older HTTP with server-sent events.'],
    description: 'How the server is reached. May be left out for Streamable HTTP.',
  },
  url: {
    minLength: 1,
    pattern: '^([hH][tT][tT][pP][sS]?://|\\$\\{)',
    patternErrorMessage: 'A server’s URL starts with http:// or https://.',
    markdownDescription: `The server’s address. ${variables}`,
  },
  headers: {
    markdownDescription: `HTTP headers to send, such as \`"Authorization": "Bearer \${input:token}"\`. ${variables}`,
  },
  oauth: {
    description:
      'How to sign in where the server asks for it. Most servers say themselves what is needed: then leave it out.',
  },
  ...common,
});

describe(oauthSchema, {
  clientId: { description: 'The id of a client that you registered with the authorization server.' },
  clientSecret: {
    markdownDescription: 'Its secret, as a reference such as `${input:secret}`. No secret stands in settings.',
  },
  clientMetadataUrl: {
    markdownDescription:
      'The `https` address of a Client ID Metadata Document that you publish, for authorization servers that take one in place of a registration.',
  },
  scopes: { description: 'The permissions to ask for, instead of those that the server suggests.' },
  issuer: {
    description:
      'The only authorization server to use. Needed for one in a private network, which a server cannot name by itself.',
  },
});

const shared = {
  id: { markdownDescription: 'Its name, as in `${input:name}`.' },
  description: { description: 'What you are asked.' },
};
describe(promptStringSchema, {
  ...shared,
  type: { description: 'A text that you type.' },
  default: { description: 'What stands in the field at first.' },
  password: { description: 'Hides what you type. An id that looks like a secret does so too.' },
});
describe(pickStringSchema, {
  ...shared,
  type: { description: 'One of several texts.' },
  options: { description: 'What you choose from: texts, or labels with a value each.' },
  default: { description: 'The value that stands first.' },
});
describe(commandInputSchema, {
  ...shared,
  type: { description: 'What a command answers.' },
  command: {
    description:
      'A command of VS Code or of another extension. It is shown when you confirm the server; commands of Countersign are refused.',
  },
  args: { description: 'What the command is given.' },
});

function maxTokensParameter(whose: string): Schema {
  return {
    description: `How the limit of an answer is called for ${whose}. Absent: what the endpoint most likely takes.`,
  };
}
describe(modelSchema, {
  id: { description: 'What the endpoint calls the model.' },
  name: { description: 'How the model is shown.' },
  contextTokens: { type: 'integer', description: 'How many tokens fit into a request and its answer.' },
  input: { description: 'What the model takes beside text. Absent means not known.' },
  tools: { description: 'Takes tools. Absent means not known.' },
  maxTokensParameter: maxTokensParameter('this model'),
});
describe(modelSchema.shape.input._zod.def.innerType, {
  image: { description: 'Takes images.' },
  audio: { description: 'Takes audio.' },
});
describe(endpointSchema, {
  id: {
    pattern: '^[\\w.-]+$',
    not: { const: 'vscode' },
    description: 'A short name of your own. Models are called id/model.',
  },
  label: { description: 'How the endpoint is shown.' },
  baseUrl: {
    pattern: '^https?://',
    markdownDescription:
      'The address up to and with the version, such as `https://api.openai.com/v1` or `http://127.0.0.1:11434/v1`. An API key is bound to it, and goes over plain `http` to this machine only.',
  },
  maxTokensParameter: maxTokensParameter('its models'),
});

describe(tierSchema, {
  strength: { description: 'How strong it is: 0 tiny, 1 small, 2 strong, 3 frontier.' },
  quickness: { description: 'How quick it answers: 0 slow, 3 quick. Goes before what was measured on this machine.' },
});
describe(priceSchema, {
  input: { description: 'US dollars per million tokens of prompt.' },
  output: { description: 'US dollars per million tokens of answer.' },
});

/** Of objects with fields of their own, a field that nobody knows is marked: at run time it is warned about. */
function toSchema(schema: z.core.$ZodType): Schema {
  const generated = z.toJSONSchema(schema, {
    metadata: registry,
    io: 'input',
    target: 'draft-07',
    override({ jsonSchema }) {
      if (jsonSchema.properties) jsonSchema.additionalProperties = false;
      delete jsonSchema.propertyNames;
    },
  }) as Schema;
  const { $schema: _, ...rest } = generated;
  return rest;
}

const inputs: Schema = {
  type: 'array',
  items: { anyOf: [promptStringSchema, pickStringSchema, commandInputSchema].map(toSchema) },
  markdownDescription:
    'What `${input:id}` stands for, in the format of VS Code’s `inputs`. An input without a definition is asked for as a password.',
};

function withInputs(schema: z.core.$ZodType): Schema {
  const generated = toSchema(schema);
  return { ...generated, properties: { ...(generated['properties'] as Schema), inputs } };
}

/** One entry of `countersign.servers`. */
export function serverSchema(): Schema {
  return { anyOf: [withInputs(stdioSchema), withInputs(httpSchema)] };
}

/** One entry of `countersign.models.endpoints`. */
export function endpointEntrySchema(): Schema {
  const generated = toSchema(endpointSchema);
  const models = {
    type: 'array',
    items: { anyOf: [{ type: 'string', minLength: 1 }, toSchema(modelSchema)] },
    description: 'The models to offer, instead of the list that the endpoint gives.',
  };
  return { ...generated, properties: { ...(generated['properties'] as Schema), models } };
}

/** A field as `mcp.json` shows it: whose it is stands before what it is. */
function ours(field: Schema = {}): Schema {
  const words = 'markdownDescription' in field ? 'markdownDescription' : 'description';
  return { ...field, [words]: `Countersign: ${String(field[words])}` };
}

/**
 * What this extension adds to `.vscode/mcp.json`: the fields of a server that are its own, also those inside of `oauth`, of which VS
 * Code has some itself. The others have VS Code’s schema.
 */
export function mcpJsonSchema(): Schema {
  const properties = toSchema(stdioSchema)['properties'] as Record<string, Schema>;
  const oauth = toSchema(oauthSchema)['properties'] as Record<string, Schema>;
  const parts = Object.entries(oauth).map(([name, field]) => [name, ours(field)]);
  const own = [
    ...Object.keys(common).map((name) => [name, ours(properties[name])]),
    ['oauth', { type: 'object', properties: Object.fromEntries(parts) as Schema }],
    ['inputs', ours(inputs)],
  ];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      servers: {
        type: 'object',
        additionalProperties: { type: 'object', properties: Object.fromEntries(own) as Schema },
      },
    },
  };
}

/** The values of the settings about models, by hint or by model. */
export function overrideSchemas(): { readonly alias: Schema; readonly tier: Schema; readonly price: Schema } {
  return { alias: toSchema(aliasSchema), tier: toSchema(tierSchema), price: toSchema(priceSchema) };
}
