import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, pids, sampler, scratch, setServers, until } from './support.ts';

/** What Countersign says of the workspace's settings file. */
function said(): readonly { readonly message: string; readonly text: string; readonly error: boolean }[] {
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    return diagnostics
      .filter(({ source }) => source === 'Countersign')
      .map(({ message, range, severity }) => ({
        message,
        text: document?.getText(range) ?? '',
        error: severity === vscode.DiagnosticSeverity.Error,
      }));
  });
}

describe('settings that are wrong', () => {
  const place = scratch();

  before(extension);
  afterEach(async () => {
    await setServers(undefined);
    await setServers(undefined, 'workspace');
  });
  after(() => place.remove());

  it('are marked at the place, and keep no other server from starting', async () => {
    const file = place.file('good');
    await setServers({ good: sampler(file) });
    await setServers(
      {
        'no-command': { args: [] },
        'wrong-type': { command: 5 },
        'unknown-field': { command: 'node', comand: 'x', autoStart: false },
        text: 'npx',
      },
      'workspace',
    );
    const all = await until('four problems', () => (said().length >= 4 ? said() : undefined));
    await until('the good server runs', () => pids(file));
    const of = (start: string) => all.find(({ message }) => message.startsWith(start));
    assert.equal(of('wrong-type:')?.text, '"command"');
    assert.equal(of('wrong-type:')?.error, true);
    assert.equal(of('no-command:')?.text, '"no-command"');
    assert.equal(of('unknown-field:')?.text, '"comand"');
    assert.equal(of('unknown-field:')?.error, false);
    assert.equal(of('text:')?.text, '"text"');

    await setServers({}, 'workspace');
    await until('no problem any more', () => said().length === 0);
  });

  it('cannot be a workspace that says where the models are', async () => {
    const configuration = vscode.workspace.getConfiguration('countersign');
    await assert.rejects(
      Promise.resolve(
        configuration.update(
          'models.endpoints',
          [{ id: 'x', baseUrl: 'http://x' }],
          vscode.ConfigurationTarget.Workspace,
        ),
      ),
    );
  });
});
