import { describe, expect, it } from 'vitest';
import { commandProblem, parseInputs } from '../../../../src/core/settings/inputs.ts';

const parse = (raw: unknown) => parseInputs(raw, ['inputs']);
const problemsOf = (raw: unknown) => parse(raw).problems.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('inputs', () => {
  it('of every kind are read as VS Code writes them', () => {
    const { inputs, problems } = parse([
      { type: 'promptString', id: 'key', description: 'API key', password: true },
      { type: 'promptString', id: 'name', default: 'ann' },
      { type: 'pickString', id: 'region', options: ['eu', { label: 'America', value: 'us' }], default: 'eu' },
      { type: 'command', id: 'port', command: 'other.pickPort', args: { from: 1 } },
    ]);
    expect(problems).toEqual([]);
    expect(inputs).toEqual([
      { type: 'promptString', id: 'key', description: 'API key', password: true },
      { type: 'promptString', id: 'name', default: 'ann', password: false },
      {
        type: 'pickString',
        id: 'region',
        options: [
          { label: 'eu', value: 'eu' },
          { label: 'America', value: 'us' },
        ],
        default: 'eu',
      },
      { type: 'command', id: 'port', command: 'other.pickPort', args: { from: 1 } },
    ]);
  });

  it('that are wrong are told at their place, and keep no other from being used', () => {
    const { inputs, broken } = parse([
      { type: 'pickString', id: 'a', options: [] },
      { type: 'promptString', id: 'b' },
    ]);
    expect(inputs.map(({ id }) => id)).toEqual(['b']);
    expect([...broken.keys()]).toEqual(['a']);
    expect(problemsOf('x')).toEqual(['inputs: “inputs” must be a list, not text.']);
    expect(problemsOf(['x'])).toEqual(['inputs.0: An input must be an object, not text.']);
    expect(problemsOf([{ id: 'a' }])).toEqual([
      'inputs.0: “type” of an input must be “promptString”, “pickString” or “command”.',
    ]);
    expect(problemsOf([{ type: 'promptString' }])).toEqual(['inputs.0.id: “id” is missing.']);
    expect(problemsOf([{ type: 'promptString', id: 'a', pasword: true }])).toEqual([
      'inputs.0.pasword: “pasword” is not a known field. It is ignored.',
    ]);
    expect(
      problemsOf([
        { type: 'promptString', id: 'a' },
        { type: 'promptString', id: 'a' },
      ]),
    ).toEqual(['inputs.1.id: There is another input “a”; the first one is used.']);
  });

  it.each([
    ['countersign.startServer', undefined],
    ['Countersign.pauseSampling', undefined],
    [' countersign.openDesk', undefined],
    ['runCommands', { commands: ['countersign.stopServer'] }],
    ['vscode.open', 'command:countersign.openDesk'],
    ['vscode.open', 'command:countersign%2EopenDesk'],
    ['vscode.open', 'command:%63ounters%69gn.openDesk'],
    ['vscode.open', 'command:countersign%252EopenDesk'],
    ['vscode.open', 'command:%2563ountersign%2eopenDesk'],
    ['c%6Funtersign.openDesk', undefined],
  ])('never run a command of ours: %s', (command, args) => {
    expect(commandProblem(command, args)).toContain('of Countersign itself');
    expect(parse([{ type: 'command', id: 'a', command, args }]).inputs).toEqual([]);
  });

  it.each([
    ['workbench.action.tasks.runTask', undefined],
    ['workbench.action.debug.start', undefined],
    ['Workbench.action.tasks%2EruntAsk', undefined],
    ['runCommands', { commands: ['workbench.action.tasks.runTask'] }],
    ['vscode.open', 'command:workbench.action.terminal.sendSequence?x'],
  ])('never run what a file of the workspace says: %s', (command, args) => {
    expect(commandProblem(command, args)).toContain('not part of what you confirm');
  });

  it('may run a command of another extension', () => {
    expect(commandProblem('python.interpreterPath', { workspace: '/w/countersign' })).toBeUndefined();
    expect(commandProblem('not-countersign.x', undefined)).toBeUndefined();
  });
});
