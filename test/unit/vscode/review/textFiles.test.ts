import { describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { ReviewDesk } from '../../../../src/core/review/desk.ts';
import { Review } from '../../../../src/core/review/review.ts';
import { inspect } from '../../../../src/core/sampling/inspection.ts';
import type { TextPlace } from '../../../../src/shared/desk.ts';
import { TextFiles } from '../../../../src/vscode/review/textFiles.ts';
import { askOf, FakeClock, FakeModels, paramsOf } from '../../core/sampling/fakes.ts';

interface Doc {
  readonly uri: vscode.Uri;
  text: string;
  isDirty: boolean;
  getText(): string;
}

const window = vi.hoisted(() => ({
  docs: [] as Doc[],
  tabs: [] as { input: unknown; isDirty: boolean }[],
  changed: (_event: { document: { uri: unknown } }): void => undefined,
  closed: (_document: { uri: unknown }): void => undefined,
  shown: [] as { uri: vscode.Uri; options: unknown }[],
}));

vi.mock('vscode', async () => {
  const { Emitter } = await import('../../../../src/core/util/emitter.ts');
  const nothing = { dispose: () => undefined };
  class TabInputText {
    readonly uri: unknown;
    constructor(uri: unknown) {
      this.uri = uri;
    }
  }
  const problem = (kind: string) => (words: string) => new Error(`${kind}: ${words}`);
  return {
    FileSystemError: { NoPermissions: problem('NoPermissions'), FileNotFound: problem('FileNotFound') },
    TabInputText,
    FileType: { File: 1 },
    FilePermission: { Readonly: 1 },
    FileChangeType: { Changed: 1 },
    ViewColumn: { Beside: -2 },
    EventEmitter: Emitter,
    Uri: { from: (parts: { query: string }) => ({ ...parts, toString: () => parts.query }) },
    workspace: {
      get textDocuments() {
        return window.docs;
      },
      registerFileSystemProvider: () => nothing,
      onDidChangeTextDocument: (listener: typeof window.changed) => {
        window.changed = listener;
        return nothing;
      },
      onDidSaveTextDocument: () => nothing,
      onDidCloseTextDocument: (listener: typeof window.closed) => {
        window.closed = listener;
        return nothing;
      },
      openTextDocument: (uri: vscode.Uri, options: unknown) => {
        window.shown.push({ uri, options });
        const doc: Doc = { uri, text: '', isDirty: false, getText: () => doc.text };
        window.docs.push(doc);
        window.tabs.push({ input: new TabInputText(uri), isDirty: false });
        return Promise.resolve(doc);
      },
    },
    window: {
      showTextDocument: () => Promise.resolve(),
      tabGroups: {
        all: [window],
        close: (tabs: unknown[]) => {
          window.tabs = window.tabs.filter((tab) => !tabs.includes(tab));
          return Promise.resolve(true);
        },
      },
    },
  };
});

const bytes = (text: string) => new TextEncoder().encode(text);
const system: TextPlace = { part: 'system' };

async function world(text = 'Be brief\r\nand\nkind') {
  window.docs = [];
  window.tabs = [];
  window.shown = [];
  const clock = new FakeClock();
  const desk = new ReviewDesk({ clock });
  const models = new FakeModels();
  const ask = askOf({ params: paramsOf('Hello', { systemPrompt: text }) });
  const review = new Review({ id: 'r', ask, receivedAt: 1, inspection: inspect(ask.params), preparation: models });
  review.setMatch(models.found, []);
  desk.add([review]);
  const files = new TextFiles(desk, () => clock.now());
  const changes: unknown[] = [];
  files.onDidChangeFile((event) => changes.push(...event));
  await files.open('r', system);
  const [doc] = window.docs;
  if (doc === undefined) throw new Error('Nothing was opened.');
  doc.text = new TextDecoder().decode(files.readFile(doc.uri)).replaceAll('\r\n', '\n');
  /** What VS Code does on save. */
  const save = (typed: string): void => {
    doc.text = typed;
    files.writeFile(doc.uri, bytes(typed));
  };
  return { clock, desk, review, files, doc, save, changes };
}

describe('a text of a request in an editor', () => {
  it('is opened as UTF-8, beside the desk, under a name', async () => {
    const { files, doc, review } = await world();
    expect(window.shown).toMatchObject([{ uri: { path: '/notes/System prompt.txt' }, options: { encoding: 'utf8' } }]);
    expect(new TextDecoder().decode(files.readFile(doc.uri))).toBe('Be brief\r\nand\nkind');
    await files.open('r', system);
    expect(window.shown[1]?.uri).toBe(window.shown[0]?.uri);
    expect(review.draft.edited).toBe(false);
  });

  it('changes the request when it is saved, and nothing but what was typed', async () => {
    const { review, save, files, doc } = await world();
    const hash = review.shownHash;
    const before = files.stat(doc.uri);
    save('Be brief\nand\nvery kind');
    expect(review.params.systemPrompt).toBe('Be brief\r\nand\nvery kind');
    expect(review.shownHash).not.toBe(hash);
    expect(review.approve({ hash: hash ?? '' })).toMatchObject({ taken: false });
    expect(review.tabs.saved).toEqual(['System prompt']);
    expect(files.stat(doc.uri).mtime).toBeGreaterThan(before.mtime);
    expect(files.stat(doc.uri).size).toBe(bytes('Be brief\r\nand\nvery kind').length);
    save('Be brief\nand\nvery kind');
    expect(review.revision).toBe(1);
  });

  it('takes nothing that does not stand in an open editor', async () => {
    const { review, files, doc, save } = await world();
    expect(() => files.writeFile(doc.uri, bytes('Send me your keys'))).toThrow('NoPermissions: Only what stands');
    window.tabs = [];
    expect(() => save('typed')).toThrow('NoPermissions: Only what stands');
    window.docs = [];
    expect(() => save('typed')).toThrow('NoPermissions: Only what stands');
    expect(review.params).toBe(review.ask.params);
  });

  it('is opened from the desk alone: an address is not enough', async () => {
    const { files } = await world();
    const query = JSON.stringify(['r', { part: 'text', message: 'm0', block: 0 }]);
    const uri = { scheme: 'countersign-review', path: '/x', query, toString: () => query } as unknown as vscode.Uri;
    for (const use of [() => files.stat(uri), () => files.readFile(uri), () => files.writeFile(uri, bytes('x'))])
      expect(use).toThrow('FileNotFound: Open this text from the review desk.');
  });

  it('is newer than the editor after a change on the desk, so that VS Code asks before it overwrites', async () => {
    const { desk, files, doc, changes } = await world();
    const before = files.stat(doc.uri).mtime;
    desk.edit('r', { part: 'maxTokens', value: 5 });
    expect(files.stat(doc.uri).mtime).toBe(before);
    changes.length = 0;
    desk.edit('r', { part: 'system', text: 'typed on the desk' });
    expect(files.stat(doc.uri).mtime).toBeGreaterThan(before);
    expect(changes).toContainEqual({ type: 1, uri: doc.uri });
    expect(new TextDecoder().decode(files.readFile(doc.uri))).toBe('typed on the desk');
  });

  it('can only be read once the request is decided, and closes with it where nothing was typed', async () => {
    const { review, files, doc, save, desk } = await world();
    expect(files.stat(doc.uri).permissions).toBeUndefined();
    review.approve({ hash: review.shownHash ?? '' });
    expect(files.stat(doc.uri).permissions).toBe(1);
    expect(() => save('late')).toThrow('NoPermissions: This request has been decided already.');
    expect(window.tabs).toHaveLength(1);
    desk.deny('r');
    expect(window.tabs).toHaveLength(0);
  });

  it('stays open with what was typed and not saved when the request ends, and says so before', async () => {
    const { review, doc, desk } = await world();
    const [tab] = window.tabs;
    doc.isDirty = true;
    if (tab) tab.isDirty = true;
    window.changed({ document: { uri: { scheme: 'countersign-review' } } });
    expect(desk.status('r')?.tabs).toEqual({ saved: [], unsaved: ['System prompt'] });
    doc.isDirty = false;
    window.changed({ document: { uri: { scheme: 'countersign-review' } } });
    expect(desk.status('r')?.tabs).toBeUndefined();
    review.deny();
    expect(window.tabs).toHaveLength(1);
  });

  it('is kept until its request is over and its editor is closed, and no longer', async () => {
    const { files, doc, desk } = await world();
    window.docs = [];
    window.closed({ uri: doc.uri });
    expect(files.stat(doc.uri).size).toBeGreaterThan(0);
    window.docs = [doc];
    desk.deny('r');
    expect(files.stat(doc.uri).permissions).toBe(1);
    window.docs = [];
    window.closed({ uri: doc.uri });
    expect(() => files.stat(doc.uri)).toThrow('FileNotFound: Open this text from the review desk.');
    const again = await world();
    window.docs = [];
    again.desk.deny('r');
    expect(() => again.files.stat(again.doc.uri)).toThrow('FileNotFound: Open this text from the review desk.');
  });

  it('refuses what cannot be in a request, with the sentence, and keeps what was there', async () => {
    const { desk, files, review } = await world();
    desk.edit('r', { part: 'addMessage', id: 'a1', role: 'user', text: 'Mine' });
    await files.open('r', { part: 'text', message: 'a1', block: 0 });
    const added = window.docs.at(-1);
    desk.edit('r', { part: 'removeMessages', messages: ['a1'] });
    expect(() => added && files.stat(added.uri)).toThrow('FileNotFound: This text is not in the request any more.');
    expect(review.params).toBe(review.ask.params);
  });
});
