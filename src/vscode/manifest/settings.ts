import { settings } from '../manifest.ts';

/** A JSON Schema as the settings editor reads it. */
type Schema = Record<string, unknown>;

const common: Record<string, Schema> = {
  era: {
    type: 'string',
    enum: ['auto', 'legacy'],
    default: 'auto',
    enumDescriptions: [
      'Try the 2026-07-28 protocol first, and fall back to the older one when the server does not speak it.',
      'Never probe: connect with the protocol up to 2025-11-25. For servers that stop at an unknown first message.',
    ],
    description: 'Which protocol era to connect with.',
  },
  autoStart: {
    type: 'boolean',
    default: true,
    description: 'Start this server when VS Code has started. A definition that was not confirmed never starts.',
  },
  timeout: {
    type: 'integer',
    minimum: 1,
    default: 60000,
    description:
      'Milliseconds without a sign of life after which a call fails. Time that a request waits for you never counts.',
  },
  sampling: {
    type: 'string',
    enum: ['on', 'withoutTools', 'off'],
    default: 'on',
    enumDescriptions: [
      'The server may ask for completions, and may offer tools to the model.',
      'The server may ask for completions, but not offer tools.',
      'The server is told that sampling is not available.',
    ],
    description: 'Whether this server may ask your model. You decide about each request in any case.',
  },
};

const variables =
  'Variables: `${workspaceFolder}`, `${workspaceFolderBasename}`, `${userHome}`, `${pathSeparator}`, `${env:NAME}` and `${input:id}` (asked for once, as a password, and kept in VS Code’s secret storage).';

const stdio: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['command'],
  properties: {
    type: { type: 'string', const: 'stdio', description: 'A program on this machine. May be left out.' },
    command: { type: 'string', minLength: 1, markdownDescription: `The program, without a shell. ${variables}` },
    args: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      markdownDescription: `Its arguments, one an entry. ${variables}`,
    },
    env: {
      type: 'object',
      additionalProperties: { type: ['string', 'number', 'null'] },
      markdownDescription: `Environment variables to add; \`null\` removes one. No key has to stand here: write \`\${input:id}\` and you are asked for it. ${variables}`,
    },
    envFile: { type: 'string', markdownDescription: `A file of \`NAME=value\` lines. ${variables}` },
    cwd: {
      type: 'string',
      markdownDescription: `Where the program runs. Absent: in the folder of the workspace, or in your home directory where a definition in your own settings names nothing of the folder. ${variables}`,
    },
    ...common,
  },
};

const http: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    type: {
      type: 'string',
      enum: ['http', 'sse'],
      default: 'http',
      enumDescriptions: ['Streamable HTTP.', 'The older HTTP with server-sent events.'],
      description: 'How the server is reached. May be left out for Streamable HTTP.',
    },
    url: {
      type: 'string',
      minLength: 1,
      pattern: '^(https?://|\\$\\{)',
      markdownDescription: `The server’s address. ${variables}`,
    },
    headers: {
      type: 'object',
      additionalProperties: { type: 'string' },
      markdownDescription: `HTTP headers to send, such as \`"Authorization": "Bearer \${input:token}"\`. ${variables}`,
    },
    ...common,
  },
};

const servers: Schema = {
  type: 'object',
  scope: 'resource',
  order: 0,
  default: {},
  markdownDescription:
    'The MCP servers to connect to, each by its name. The format is that of the `servers` in `.vscode/mcp.json`. A server that a workspace defines is shown in full and starts only after you have confirmed it.',
  additionalProperties: {
    anyOf: [stdio, http],
    defaultSnippets: [
      { label: 'Program (stdio)', body: { command: '${1:npx}', args: ['${2:-y}', '${3:package}'] } },
      { label: 'Streamable HTTP', body: { type: 'http', url: '${1:https://example.com/mcp}' } },
      { label: 'HTTP with server-sent events (older)', body: { type: 'sse', url: '${1:https://example.com/sse}' } },
    ],
  },
};

function maxTokensParameter(whose: string): Schema {
  return {
    type: 'string',
    enum: ['max_tokens', 'max_completion_tokens'],
    description: `How the limit of an answer is called for ${whose}. Absent: what the endpoint most likely takes.`,
  };
}

const model: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['id'],
  properties: {
    id: { type: 'string', minLength: 1, description: 'What the endpoint calls the model.' },
    name: { type: 'string', description: 'How the model is shown.' },
    contextTokens: { type: 'integer', minimum: 1, description: 'How many tokens fit into a request and its answer.' },
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        image: { type: 'boolean', description: 'Takes images.' },
        audio: { type: 'boolean', description: 'Takes audio.' },
      },
      description: 'What the model takes beside text. Absent means not known.',
    },
    tools: { type: 'boolean', description: 'Can use tools. Absent means not known.' },
    maxTokensParameter: maxTokensParameter('this model'),
  },
};

const endpoint: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'baseUrl'],
  properties: {
    id: {
      type: 'string',
      pattern: '^[\\w.-]+$',
      not: { const: 'vscode' },
      description: 'A short name of your own. Models are called id/model.',
    },
    label: { type: 'string', minLength: 1, description: 'How the endpoint is shown.' },
    baseUrl: {
      type: 'string',
      pattern: '^https?://',
      markdownDescription:
        'The address up to and with the version, such as `https://api.openai.com/v1` or `http://127.0.0.1:11434/v1`. An API key is bound to it, and goes over plain `http` to this machine only.',
    },
    models: {
      type: 'array',
      items: { anyOf: [{ type: 'string', minLength: 1 }, model] },
      description: 'The models to offer, instead of the list that the endpoint gives.',
    },
    maxTokensParameter: maxTokensParameter('its models'),
  },
};

const serversSection: Schema = {
  id: 'servers',
  title: 'Servers',
  order: 0,
  properties: {
    [settings.servers]: servers,
    [settings.mcpJsonList]: {
      type: 'boolean',
      scope: 'resource',
      order: 1,
      default: true,
      markdownDescription:
        'List the servers of `.vscode/mcp.json` and of the `mcp` section of a workspace file. VS Code may run them itself, so each connects only once you have started and confirmed it here.',
    },
  },
};

/** `contributes.configuration`. */
export function configuration(): readonly Schema[] {
  return [
    serversSection,
    {
      id: 'models',
      title: 'Models',
      order: 1,
      properties: {
        [settings.endpoints]: {
          type: 'array',
          scope: 'application',
          order: 0,
          default: [],
          tags: ['usesOnlineServices'],
          items: endpoint,
          markdownDescription:
            'OpenAI-compatible endpoints: OpenAI, Ollama, LM Studio, vLLM, llama.cpp, LiteLLM and others. Keys do not belong here: use [Set API Key…](command:countersign.setApiKey). [Detect Local Model Servers](command:countersign.detectLocalModels) finds the ones on this machine.',
        },
        [settings.defaultModel]: {
          type: 'string',
          scope: 'application',
          order: 1,
          default: '',
          markdownDescription:
            'The model to use when nothing in a request decides, as `endpoint/model`; VS Code’s own models are `vscode/…`. You can choose another one for each request.',
        },
      },
    },
    {
      id: 'review',
      title: 'Review',
      order: 2,
      properties: {
        [settings.reviewOpen]: {
          type: 'string',
          scope: 'application',
          order: 0,
          enum: ['always', 'whenYouStartedIt', 'notify'],
          default: 'whenYouStartedIt',
          enumDescriptions: [
            'The desk opens for every request.',
            'The desk opens for requests of calls that you started in this window; a notification announces the others.',
            'The desk never opens by itself; a notification announces every request.',
          ],
          description: 'When the review desk opens by itself.',
        },
        [settings.reviewRelease]: {
          type: 'string',
          scope: 'application',
          order: 1,
          enum: ['always'],
          default: 'always',
          enumDescriptions: ['You see every answer before the server gets it.'],
          description: 'When a model’s answer waits for you before the server gets it.',
        },
      },
    },
  ];
}
