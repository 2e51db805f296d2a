import { describe, expect, it } from 'vitest';
import type { ServerDefinition } from '../../../src/core/servers/definition.ts';
import { disclose } from '../../../src/core/servers/disclosure.ts';
import { type Compared, ConfirmList, type Unconfirmed } from '../../../src/vscode/trust/confirmList.ts';

function waiting(name: string, hash: string): Unconfirmed {
  const definition: ServerDefinition = {
    name,
    hash,
    source: { kind: 'folder', uri: 'file:///w/.vscode/settings.json', folder: 'w' },
    settings: {
      type: 'stdio',
      command: 'run',
      args: [],
      env: {},
      era: 'auto',
      autoStart: true,
      timeout: 60_000,
      sampling: 'on',
    },
    dependsOnFolder: false,
  };
  return { kind: 'needsConfirmation', definition, disclosure: disclose(definition) };
}

const nothingBefore = ({ disclosure }: Unconfirmed): Compared => ({
  lines: disclosure.map((line) => ({ ...line, mark: 'same' })),
  confirmedAt: undefined,
});

const looking = { visible: true, focused: true };

/** A list that shows one definition, painted for longer than the guard. */
function shown() {
  const clock = { now: 1000 };
  const list = new ConfirmList(() => clock.now);
  list.update([waiting('a', 'h1')]);
  const { revision } = list.state(nothingBefore);
  list.rendered(revision);
  clock.now += 500;
  return { clock, list, revision };
}

describe('ConfirmList', () => {
  it('takes a click on what was painted 500 ms ago and is still so', () => {
    const { list, revision } = shown();
    expect(list.mayConfirm('h1', revision, looking)).toEqual({ taken: true });
  });

  it('takes none before, nor when the clock was set back', () => {
    const { clock, list, revision } = shown();
    clock.now -= 1;
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(false);
    clock.now -= 10_000;
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(false);
  });

  it.each([
    { visible: false, focused: true },
    { visible: true, focused: false },
  ])('takes none from a page that nobody can see: %j', (sight) => {
    const { list, revision } = shown();
    expect(list.mayConfirm('h1', revision, sight).taken).toBe(false);
  });

  it('takes none for what was not painted', () => {
    const list = new ConfirmList(() => 10_000);
    list.update([waiting('a', 'h1')]);
    const { revision } = list.state(nothingBefore);
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(false);
  });

  it('starts again when anything on the page changes', () => {
    const { clock, list, revision } = shown();
    expect(list.update([waiting('a', 'h1'), waiting('b', 'h2')])).toBe(true);
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(false);
    const next = list.state(nothingBefore).revision;
    list.rendered(revision);
    clock.now += 1000;
    expect(list.mayConfirm('h1', next, looking).taken).toBe(false);
    list.rendered(next);
    clock.now += 500;
    expect(list.mayConfirm('h1', next, looking).taken).toBe(true);
  });

  it('does not start again when the same things are said again', () => {
    const { list, revision } = shown();
    expect(list.update([waiting('a', 'h1')])).toBe(false);
    list.rendered(revision);
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(true);
  });

  it('takes none for a definition that is not there any more', () => {
    const { clock, list } = shown();
    list.update([waiting('a', 'h9')]);
    const { revision } = list.state(nothingBefore);
    list.rendered(revision);
    clock.now += 500;
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(false);
    expect(list.mayConfirm('h9', revision, looking).taken).toBe(true);
  });

  it('takes none after the page was out of sight, until it is painted again', () => {
    const { clock, list, revision } = shown();
    list.forgetRendered();
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(false);
    list.rendered(revision);
    clock.now += 500;
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(true);
  });

  it('puts aside what shall not start, until the page is opened again', () => {
    const { list, revision } = shown();
    list.dismiss('h1');
    expect(list.shown).toEqual([]);
    expect(list.mayConfirm('h1', revision, looking).taken).toBe(false);
    list.restore();
    expect(list.shown).toHaveLength(1);
  });

  it('shows every written value and says which words are ours', () => {
    const { list } = shown();
    const [server] = list.state(nothingBefore).servers;
    expect(server?.confirmedAt).toBe(undefined);
    expect(server?.lines).toContainEqual({
      label: 'Command',
      value: 'run',
      warnings: [],
      written: true,
      mark: 'same',
    });
    expect(server?.lines.find(({ label }) => label === 'Protocol era')?.written).toBe(false);
  });
});
