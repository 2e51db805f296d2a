import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeEditors, extension, repository, runAndLeave, setServers, tabs, until } from './support.ts';

const node = path.join(repository, 'node_modules', 'node', 'bin', 'node');
const definition = {
  command: node,
  args: [path.join(repository, 'test', 'fixtures', 'servers', 'content.mjs')],
  era: 'legacy',
};

function resource(name: string, uri: string, server = 'content'): vscode.Uri {
  return vscode.Uri.from({
    scheme: 'countersign-resource',
    path: `/${server}/${name}`,
    query: JSON.stringify([server, uri]),
  });
}

const counter = resource('counter.txt', 'content://live/counter');
const fading = resource('fading.txt', 'content://live/fading');

let touched = 0;

/** Reads one, which on this server has a consequence; each time another, since what was read is kept. */
async function touch(name: 'touch' | 'wipe'): Promise<void> {
  await shown(resource(`${name}.txt`, `content://${name}/${++touched}`));
}

/** Opens it, without which nothing is read. */
async function opened(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
}

/** Reads it as a file, after it was opened. */
async function bytesOf(uri: vscode.Uri): Promise<Uint8Array> {
  await opened(uri);
  return vscode.workspace.fs.readFile(uri);
}

async function shown(uri: vscode.Uri): Promise<vscode.TextDocument> {
  await opened(uri);
  return until('its editor is shown', () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.toString() === uri.toString() ? document : undefined;
  });
}

async function failureOf(promise: Thenable<unknown>): Promise<vscode.FileSystemError> {
  const error = await Promise.resolve(promise).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof vscode.FileSystemError, String(error));
  return error;
}

describe('the file system of resources', () => {
  before(async () => {
    await extension();
    await setServers({ content: definition });
    await until('the server is read from', async () => {
      return bytesOf(resource('hello.py', 'content://docs/hello')).then(
        (bytes) => bytes.length > 0,
        () => undefined,
      );
    });
    await closeEditors();
  });
  afterEach(closeEditors);
  after(async () => {
    await closeEditors();
    await setServers(undefined);
  });

  it('opens text in its language, and lets nobody write', async () => {
    const document = await shown(resource('hello.py', 'content://docs/hello'));
    assert.equal(document.getText(), 'print("hello")\n');
    assert.equal(document.languageId, 'python');
    assert.equal(vscode.workspace.fs.isWritableFileSystem('countersign-resource'), false);
    const failure = await failureOf(vscode.workspace.fs.writeFile(document.uri, new Uint8Array()));
    assert.match(failure.code, /NoPermissions|Unavailable|Unknown/);
  });

  it('opens a picture as a picture, and bytes as VS Code shows bytes', async () => {
    await vscode.commands.executeCommand('vscode.open', resource('dot.png', 'content://media/dot'));
    await until('the picture is shown', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.viewType === 'imagePreview.previewEditor';
    });
    const bytes = await bytesOf(resource('bytes.bin', 'content://media/bytes'));
    assert.deepEqual([...bytes], [0, 1, 2, 3, 0xff, 0xfe]);
  });

  it('says the size and time of what was read, and asks nobody for them', async () => {
    const parts = resource('parts.md', 'content://docs/parts');
    assert.deepEqual(await vscode.workspace.fs.stat(parts).then(({ size, mtime }) => [size, mtime]), [0, 0]);
    await bytesOf(parts);
    const { size, mtime, permissions } = await vscode.workspace.fs.stat(parts);
    assert.equal(size, '# One\n'.length);
    assert.ok(mtime > 0);
    assert.equal(permissions, vscode.FilePermission.Readonly);
    const second = parts.with({ query: JSON.stringify(['content', 'content://docs/parts', 1]) });
    assert.equal(Buffer.from(await vscode.workspace.fs.readFile(second)).toString(), '{"two": 2}\n');
    const third = parts.with({ query: JSON.stringify(['content', 'content://docs/parts', 2]) });
    assert.equal((await failureOf(vscode.workspace.fs.readFile(third))).code, 'FileNotFound');
  });

  it('is read once for an editor, and again when it was closed', async () => {
    const times = (text: string) => Number(/read (\d+) times/.exec(text)?.[1]);
    const first = times((await shown(counter)).getText());
    const again = Buffer.from(await vscode.workspace.fs.readFile(counter)).toString();
    assert.equal(times(again), first);
    await closeEditors();
    await until('it is let go', async () => {
      const { mtime } = await vscode.workspace.fs.stat(counter);
      return mtime === 0;
    });
    const document = await shown(counter);
    await until('it is read again', () => times(document.getText()) === first + 1 || undefined);
  });

  it('shows the difference of two', async () => {
    const left = resource('hello.py', 'content://docs/hello');
    await vscode.commands.executeCommand('vscode.diff', left, counter, 'Two resources');
    await until('the difference is shown', () => tabs().includes('Two resources') || undefined);
    await until('both are read', () => {
      const open = vscode.workspace.textDocuments.map(({ uri }) => uri.toString());
      return open.includes(left.toString()) && open.includes(counter.toString());
    });
  });

  it('follows a resource that is watched', async () => {
    const version = (text: string) => Number(/^version (\d+)/.exec(text)?.[1]);
    const document = await shown(counter);
    await vscode.commands.executeCommand('countersign.watchResource');
    for (let round = 0; round < 2; round++) {
      const before = version(document.getText());
      await touch('touch');
      await until('the editor has the new text', () => version(document.getText()) > before || undefined);
    }
    assert.equal(document.isDirty, false);
    await vscode.commands.executeCommand('countersign.unwatchResource', counter);
  });

  it('keeps what an editor shows when the resource has vanished, and says so to who reads', async () => {
    const document = await shown(fading);
    await vscode.commands.executeCommand('countersign.watchResource');
    await touch('wipe');
    const failure = await until('the resource is gone', async () => {
      const error = await Promise.resolve(vscode.workspace.fs.readFile(fading)).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      return error instanceof vscode.FileSystemError ? error : undefined;
    });
    assert.equal(failure.code, 'FileNotFound');
    assert.match(failure.message, /is not there any more.*not found/);
    assert.equal(document.getText(), 'still here\n');
    await vscode.commands.executeCommand('countersign.unwatchResource', fading);
  });

  it('says what is missing when there is no such server, or none that runs', async () => {
    const failure = await failureOf(bytesOf(resource('x.txt', 'a:1', 'nobody')));
    assert.equal(failure.code, 'Unavailable');
    assert.match(failure.message, /nobody is not running/);
    const nonsense = vscode.Uri.from({ scheme: 'countersign-resource', path: '/x', query: 'nonsense' });
    assert.equal((await failureOf(vscode.workspace.fs.readFile(nonsense))).code, 'FileNotFound');
  });

  it('is not read for whatever names its address, such as the schema of a file', async () => {
    const fresh = resource('two.json', 'content://people/Sales/Mallory');
    const failure = await failureOf(vscode.workspace.fs.readFile(fresh));
    assert.equal(failure.code, 'NoPermissions');
    assert.match(failure.message, /read only when you open it/);
    assert.equal((await vscode.workspace.fs.stat(fresh)).mtime, 0);
  });

  it('is not read by a command that is handed an address which nobody has opened', async () => {
    const fresh = resource('one.json', 'content://people/Sales/Eve');
    for (const id of ['saveResource', 'watchResource', 'unwatchResource', 'readResource'])
      await runAndLeave(`countersign.${id}`, fresh);
    assert.equal((await vscode.workspace.fs.stat(fresh)).mtime, 0);
  });
});
