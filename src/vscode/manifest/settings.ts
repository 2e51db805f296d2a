import { settings } from '../manifest.ts';
import { endpointEntrySchema, overrideSchemas, type Schema, serverSchema } from './schemas.ts';

const servers: Schema = {
  type: 'object',
  scope: 'resource',
  order: 0,
  default: {},
  markdownDescription:
    'The MCP servers to connect to, each by its name. The format is that of the `servers` in `.vscode/mcp.json`. A server that a workspace defines is shown in full and starts only after you have confirmed it.',
  additionalProperties: {
    ...serverSchema(),
    defaultSnippets: [
      { label: 'Program (stdio)', body: { command: '${1:npx}', args: ['${2:-y}', '${3:package}'] } },
      { label: 'Streamable HTTP', body: { type: 'http', url: '${1:https://example.com/mcp}' } },
      { label: 'HTTP with server-sent events (older)', body: { type: 'sse', url: '${1:https://example.com/sse}' } },
    ],
  },
};

const maxPages: Schema = {
  type: 'integer',
  scope: 'application',
  order: 2,
  minimum: 1,
  default: 1000,
  markdownDescription:
    'Pages of one list of a server (tools, resources, resource templates, prompts) after which no more are asked for. Where a server has more, its row says so.',
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
    [settings.maxPages]: maxPages,
    [settings.iconsRemote]: {
      type: 'boolean',
      scope: 'application',
      order: 3,
      default: false,
      tags: ['usesOnlineServices'],
      description:
        'Fetch the pictures that servers and tools name by an https address, without credentials and never from a private network. Whoever runs that address sees that it was fetched. Pictures that come with the server’s own words are always shown.',
    },
  },
};

const reviewSection: Schema = {
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
      enum: ['always', 'whenFlagged', 'never'],
      default: 'always',
      enumDescriptions: [
        'You see every answer before the server gets it.',
        'An answer in which inspection found nothing of medium severity or more is returned at once. Any other waits for you, and so does one that was stopped or cut, that uses tools or does not fit its schema, or whose request you had edited.',
        'Answers are returned at once, whatever they hold. Only one that you stopped waits for you, and one to a request that no call of yours led to.',
      ],
      description: 'When a model’s answer waits for you before the server gets it.',
    },
  },
};

/** What a person knows better of hints and models. */
function modelOverrides(): Record<string, Schema> {
  const { alias, tier, price } = overrideSchemas();
  const base = { type: 'object', scope: 'application', default: {} };
  return {
    [settings.modelAliases]: {
      ...base,
      order: 2,
      additionalProperties: alias,
      markdownDescription:
        'Which model a hint of a server means to you: the hint’s text, and an `endpoint/model` or several in the order of your liking, such as `"claude-3*": "anthropic/claude-sonnet-4-5"`. `*` stands for any text. An alias goes before names that match.',
    },
    [settings.modelTiers]: {
      ...base,
      order: 3,
      additionalProperties: tier,
      markdownDescription:
        'How strong and how quick a model is, by its `endpoint/model` (`*` stands for any text), where our tiers or the measured speed do not say it well.',
    },
    [settings.modelPrices]: {
      ...base,
      order: 4,
      additionalProperties: price,
      markdownDescription:
        'What a model costs, by its `endpoint/model` (`*` stands for any text), in US dollars per million tokens: for models that no price list knows, such as `"ollama/*": { "input": 0, "output": 0 }`, or where yours is another price.',
    },
  };
}

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
          items: endpointEntrySchema(),
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
        ...modelOverrides(),
      },
    },
    reviewSection,
  ];
}
