import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetApiKey, type KeyCommandsOptions, setApiKey } from '../../../src/vscode/secrets/keyCommands.ts';
import type { SavedSecret } from '../../../src/vscode/secrets/secrets.ts';

const person = vi.hoisted(() => ({
  typed: undefined as string | undefined,
  /** Places of what is picked; nothing leaves the list. */
  picks: undefined as number[] | undefined,
  offered: [] as string[],
  told: [] as string[],
}));

vi.mock('vscode', () => ({
  window: {
    showInputBox: () => Promise.resolve(person.typed),
    showInformationMessage: (text: string) => {
      person.told.push(text);
      return Promise.resolve(undefined);
    },
    showQuickPick: (items: readonly { label: string }[], { canPickMany }: { canPickMany?: boolean }) => {
      person.offered.push(...items.map(({ label }) => label));
      const picked = person.picks?.map((place) => items[place]);
      return Promise.resolve(canPickMany ? picked : picked?.[0]);
    },
  },
}));

const key: SavedSecret = { key: 'k', purpose: { kind: 'apiKey', endpoint: 'openai', baseUrl: 'https://a.example/v1' } };
const input: SavedSecret = {
  key: 'i',
  purpose: { kind: 'input', server: 'notes', input: 'token', definition: 'd' },
};

function world(saved: readonly SavedSecret[]) {
  const done: string[] = [];
  const options = {
    secrets: {
      list: () => Promise.resolve(saved),
      forget: (secret: SavedSecret) => Promise.resolve(void done.push(`forget ${secret.key}`)),
      setApiKey: (...all: string[]) => Promise.resolve(void done.push(`save ${all.join(' ')}`)),
    },
    endpoints: () => [],
    addEndpoint: ({ id }: { id: string }) => Promise.resolve(void done.push(`add ${id}`)),
  } as unknown as KeyCommandsOptions;
  return { done, options };
}

beforeEach(() => {
  person.typed = undefined;
  person.picks = undefined;
  person.offered = [];
  person.told = [];
});

describe('Forget API Key', () => {
  it('lists keys and the saved inputs of servers, and forgets what is picked', async () => {
    const { done, options } = world([key, input]);
    person.picks = [0, 1];
    await forgetApiKey(options);
    expect(person.offered).toEqual(['$(key) openai', '$(server) notes']);
    expect(done).toEqual(['forget k', 'forget i']);
    expect(person.told).toEqual(['2 saved secrets are forgotten.']);
  });

  it('forgets nothing when the list is left, and says where there is nothing', async () => {
    const { done, options } = world([key]);
    await forgetApiKey(options);
    await forgetApiKey(world([]).options);
    expect([done, person.told]).toEqual([[], ['No API key and no server input is saved.']]);
  });
});

describe('Set API Key', () => {
  it('saves the key for the endpoint and its address, and shows it nowhere', async () => {
    const { done, options } = world([]);
    person.picks = [0];
    person.typed = ' sk-secret ';
    await setApiKey(options);
    expect(done).toEqual(['add openai', 'save openai https://api.openai.com/v1 sk-secret']);
    expect(person.told).toEqual(['The API key for OpenAI is saved.']);
  });

  it('saves nothing when the box is left', async () => {
    const { done, options } = world([]);
    person.picks = [0];
    await setApiKey(options);
    expect([done, person.told]).toEqual([[], []]);
  });
});
