import type { Case } from './cases.ts';

const claude = ['anthropic/claude-opus-4-5', 'anthropic/claude-sonnet-4-5', 'anthropic/claude-haiku-4-5'];
const openai = ['openai/gpt-5', 'openai/gpt-5-mini', 'openai/gpt-5-nano'];
const all = [...claude, ...openai, 'google/gemini-2.5-pro', 'google/gemini-2.5-flash'];
const local = ['ollama/llama3.1:8b', 'ollama/qwen3:30b'];
const image = {
  messages: [{ role: 'user' as const, content: { type: 'image' as const, data: '', mimeType: 'image/png' } }],
};
const embedded = {
  messages: [
    { role: 'assistant' as const, content: { type: 'tool_use' as const, id: 'u', name: 't', input: {} } },
    {
      role: 'user' as const,
      content: {
        type: 'tool_result' as const,
        toolUseId: 'u',
        content: [
          { type: 'resource' as const, resource: { uri: 'file:///a.png', mimeType: 'image/png', blob: 'aGk=' } },
        ],
      },
    },
  ],
};
const tools = { tools: [{ name: 't', inputSchema: { type: 'object' as const } }] };

/** Defaults, abilities, priorities, and the words of the person. */
export const casesOfTheRest: readonly Case[] = [
  [
    'no hint, no priority: the default',
    { models: all, default: 'google/gemini-2.5-pro' },
    'google/gemini-2.5-pro',
    'It is your default model.',
  ],
  [
    'no hint, no priority, no default',
    { models: all },
    'anthropic/claude-haiku-4-5',
    'No default model is set. It is the first model by name.',
  ],
  [
    'a default that is not there',
    { models: all, default: 'gone/gone' },
    'anthropic/claude-haiku-4-5',
    'Your default model is not there. It is the first model by name.',
  ],
  [
    'a default that cannot serve it',
    {
      models: ['ollama/llama3.1:8b', 'openai/gpt-5'].concat('openai/gpt-5-mini'),
      default: 'ollama/llama3.1:8b',
      asks: tools,
    },
    'openai/gpt-5',
    'Your default model cannot serve this. It is the first model by name.',
  ],
  ['one model', { models: ['openai/gpt-5'] }, 'openai/gpt-5', 'gpt-5 is the only model that can serve this.'],
  [
    'one model that is the default',
    { models: ['openai/gpt-5'], default: 'openai/gpt-5' },
    'openai/gpt-5',
    'It is your default model.',
  ],
  [
    'one model for a hint that does not match',
    { hints: ['house-model'], models: ['openai/gpt-5'] },
    'openai/gpt-5',
    'No hint matches a model of yours. gpt-5 is the only model that can serve this.',
  ],
  ['no model', { hints: ['gpt'], models: [] }, undefined, 'There is no model to send this to.'],
  [
    'one model that cannot serve it',
    { models: ['ollama/llama3.1:8b'], asks: image },
    undefined,
    'llama3.1:8b cannot serve this request: It takes no images.',
  ],
  [
    'several models that cannot',
    { models: ['ollama/llama3.1:8b', 'ollama/llava'], asks: tools },
    undefined,
    'None of the 2 models can serve this request; the table says why.',
  ],
  [
    'a hint that only an unable model matches',
    { hints: ['llama', 'gpt-5'], models: [...local, 'openai/gpt-5'], asks: tools },
    'openai/gpt-5',
    'Hint 1, “llama”, matches only llama3.1:8b, which cannot serve this. Hint 2, “gpt-5”, matches gpt-5.',
  ],
  [
    'a hint that only unable models match, and no other',
    { hints: ['ll'], models: ['ollama/llama3.1:8b', 'ollama/llava', 'openai/gpt-5'], asks: tools },
    'openai/gpt-5',
    'Hint 1, “ll”, matches only models that cannot serve this. gpt-5 is the only model that can serve this.',
  ],
  [
    'a model too small for the request',
    { hints: ['llama'], models: ['ollama/llama3.1:8b', 'openai/gpt-5'], asks: { maxTokens: 9000 } },
    'openai/gpt-5',
    'Hint 1, “llama”, matches only llama3.1:8b, which cannot serve this. gpt-5 is the only model that can serve this.',
  ],
  [
    'a limit beyond what a model answers asks it for no more than that',
    { models: ['ollama/short'], asks: { maxTokens: 90_000 } },
    'ollama/short',
    'short is the only model that can serve this.',
  ],
  [
    'an image that is embedded in the result of a tool',
    { models: ['ollama/llama3.1:8b', 'openai/gpt-5'], asks: embedded },
    'openai/gpt-5',
    'gpt-5 is the only model that can serve this.',
  ],
  [
    'what is not known excludes nobody',
    { models: ['ollama/qwen3:30b'], asks: { ...image, ...tools, maxTokens: 900000 } },
    'ollama/qwen3:30b',
    'qwen3:30b is the only model that can serve this.',
  ],
  [
    'cost 1',
    { priorities: [1, 0, 0], models: all },
    'openai/gpt-5-nano',
    'Of 8 models, gpt-5-nano fits the priorities best (cost 1).',
  ],
  [
    'speed 1',
    { priorities: [0, 1, 0], models: all },
    'openai/gpt-5-nano',
    'Of 8 models, gpt-5-nano fits the priorities best (speed 1).',
  ],
  [
    'intelligence 1',
    { priorities: [0, 0, 1], models: all },
    'anthropic/claude-opus-4-5',
    'Of 8 models, claude-opus-4-5 fits the priorities best (intelligence 1).',
  ],
  [
    'all three 1',
    { priorities: [1, 1, 1], models: all },
    'openai/gpt-5-nano',
    'Of 8 models, gpt-5-nano fits the priorities best (cost 1, speed 1, intelligence 1).',
  ],
  [
    'all three 0 are no wish',
    { priorities: [0, 0, 0], models: all, default: 'openai/gpt-5' },
    'openai/gpt-5',
    'It is your default model.',
  ],
  [
    'half and half',
    { priorities: [undefined, 0.2, 0.8], models: all },
    'anthropic/claude-opus-4-5',
    'Of 8 models, claude-opus-4-5 fits the priorities best (speed 0.2, intelligence 0.8).',
  ],
  [
    'weights are relative',
    { priorities: [0.1, undefined, undefined], models: all },
    'openai/gpt-5-nano',
    'Of 8 models, gpt-5-nano fits the priorities best (cost 0.1).',
  ],
  [
    'a tie of priorities, by the default',
    { priorities: [0, 0, 1], models: openai.concat('google/gemini-2.5-pro'), default: 'openai/gpt-5' },
    'openai/gpt-5',
    'Of 4 models, gpt-5 fits the priorities no better than others (intelligence 1). Among these it is your default model.',
  ],
  [
    'a tie of priorities, by name',
    { priorities: [0, 0, 1], models: ['openai/gpt-5', 'google/gemini-2.5-pro'] },
    'google/gemini-2.5-pro',
    'Of 2 models, gemini-2.5-pro fits the priorities no better than others (intelligence 1). Among these it is the first by name.',
  ],
  [
    'nothing is known of any',
    { priorities: [1, 0, 0], models: ['x/b', 'x/a'] },
    'x/a',
    'Of 2 models, a fits the priorities no better than others (cost 1). Among these it is the first by name.',
  ],
  [
    'nothing is known of one: it is in the middle',
    { priorities: [1, 0, 0], models: ['openai/gpt-5', 'openai/gpt-5-nano', 'x/a'] },
    'openai/gpt-5-nano',
    'Of 3 models, gpt-5-nano fits the priorities best (cost 1).',
  ],
  [
    'only one is known: nothing tells them apart',
    { priorities: [1, 0, 0], models: ['openai/gpt-5', 'x/a'] },
    'openai/gpt-5',
    'Of 2 models, gpt-5 fits the priorities no better than others (cost 1). Among these it is the first by name.',
  ],
  [
    'priorities among what the hint leads to',
    { hints: ['gpt'], priorities: [1, 0, 0], models: all },
    'openai/gpt-5-nano',
    'Hint 1, “gpt”, matches gpt-5-nano. Of 3 such models it fits the priorities best (cost 1).',
  ],
  [
    'priorities never leave the hint',
    { hints: ['opus'], priorities: [1, 1, 0], models: all },
    'anthropic/claude-opus-4-5',
    'Hint 1, “opus”, matches claude-opus-4-5.',
  ],
  [
    'an alias',
    {
      hints: ['house-model'],
      models: all,
      settings: { aliases: [{ hint: 'house-model', models: ['openai/gpt-5-mini'] }] },
    },
    'openai/gpt-5-mini',
    'Hint 1, “house-model”, is your alias for gpt-5-mini.',
  ],
  [
    'an alias is before a name that matches',
    {
      hints: ['claude-haiku'],
      models: all,
      settings: { aliases: [{ hint: 'Claude-Haiku', models: ['google/gemini-2.5-flash'] }] },
    },
    'google/gemini-2.5-flash',
    'Hint 1, “claude-haiku”, is your alias for gemini-2.5-flash.',
  ],
  [
    'an alias with a star',
    {
      hints: ['claude-3-5-sonnet-20241022'],
      models: all,
      settings: { aliases: [{ hint: 'claude-3*', models: ['anthropic/claude-sonnet-4-5'] }] },
    },
    'anthropic/claude-sonnet-4-5',
    'Hint 1, “claude-3-5-sonnet-20241022”, is your alias for claude-sonnet-4-5.',
  ],
  [
    'an alias of several: the first that is there',
    {
      hints: ['fast'],
      models: all,
      settings: { aliases: [{ hint: 'fast', models: ['groq/llama', 'openai/gpt-5-nano', 'google/gemini-2.5-flash'] }] },
    },
    'openai/gpt-5-nano',
    'Hint 1, “fast”, is your alias for gpt-5-nano. It is one of 2 such models. Among these it comes first in your alias.',
  ],
  [
    'an alias of several, by the priorities',
    {
      hints: ['fast'],
      priorities: [0, 0, 1],
      models: all,
      settings: { aliases: [{ hint: 'fast', models: ['openai/gpt-5-nano', 'google/gemini-2.5-flash'] }] },
    },
    'google/gemini-2.5-flash',
    'Hint 1, “fast”, is your alias for gemini-2.5-flash. Of 2 such models it fits the priorities best (intelligence 1).',
  ],
  [
    'an alias for what is not there',
    { hints: ['haiku'], models: all, settings: { aliases: [{ hint: 'haiku', models: ['gone/gone'] }] } },
    'anthropic/claude-haiku-4-5',
    'Hint 1, “haiku”, matches claude-haiku-4-5.',
  ],
  [
    'an alias for a model that cannot',
    {
      hints: ['haiku'],
      models: [...all, 'ollama/llama3.1:8b'],
      asks: tools,
      settings: { aliases: [{ hint: 'haiku', models: ['ollama/llama3.1:8b'] }] },
    },
    'anthropic/claude-haiku-4-5',
    'Hint 1, “haiku”, matches claude-haiku-4-5.',
  ],
  [
    'a tier of the settings',
    {
      priorities: [0, 0, 1],
      models: ['openai/gpt-5', 'x/house'],
      settings: { tiers: [{ model: 'x/house', strength: 3 }] },
    },
    'x/house',
    'Of 2 models, house fits the priorities best (intelligence 1).',
  ],
  [
    'a tier of the settings makes an equivalent',
    {
      hints: ['claude-opus'],
      models: ['openai/gpt-5', 'x/house'],
      settings: { tiers: [{ model: 'x/*', strength: 3 }] },
    },
    'x/house',
    'Hint 1, “claude-opus”, is no model of yours; house is of the same tier (ours).',
  ],
  [
    'a quickness of the settings',
    {
      priorities: [0, 1, 0],
      models: ['openai/gpt-5-mini', 'x/house'],
      settings: { tiers: [{ model: 'x/house', quickness: 2.5 }] },
    },
    'x/house',
    'Of 2 models, house fits the priorities best (speed 1).',
  ],
  [
    'measured speed',
    {
      priorities: [0, 1, 0],
      models: ['openai/gpt-5-mini', 'ollama/qwen3:30b'],
      speeds: { 'ollama/qwen3:30b': [1, 2, 3].map(() => ({ first: 100, rate: 200 })) },
    },
    'ollama/qwen3:30b',
    'Of 2 models, qwen3:30b fits the priorities best (speed 1).',
  ],
  [
    'two answers are not enough',
    {
      priorities: [0, 1, 0],
      models: ['openai/gpt-5-mini', 'ollama/qwen3:30b'],
      speeds: { 'ollama/qwen3:30b': [1, 2].map(() => ({ first: 100, rate: 200 })) },
    },
    'openai/gpt-5-mini',
    'Of 2 models, gpt-5-mini fits the priorities best (speed 1).',
  ],
  [
    'your priorities',
    { priorities: [1, 0, 0], models: all, yours: { cost: 0, speed: 0, intelligence: 1 } },
    'anthropic/claude-opus-4-5',
    'Of 8 models, claude-opus-4-5 fits your priorities best (intelligence 1).',
  ],
  [
    'your priorities within a hint',
    { hints: ['gpt'], priorities: [1, 0, 0], models: all, yours: { cost: 0, speed: 0, intelligence: 1 } },
    'openai/gpt-5',
    'Hint 1, “gpt”, matches gpt-5. Of 3 such models it fits your priorities best (intelligence 1).',
  ],
  [
    'your priorities at 0',
    { priorities: [1, 0, 0], models: all, default: 'openai/gpt-5', yours: { cost: 0, speed: 0, intelligence: 0 } },
    'openai/gpt-5',
    'It is your default model.',
  ],
];
