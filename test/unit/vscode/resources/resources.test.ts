import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResourceCache } from '../../../../src/vscode/resources/resourceCache.ts';
import { type Content, contentOf, contentsOf } from '../../../../src/vscode/resources/resourceContents.ts';
import { fromQuery, toUriParts } from '../../../../src/vscode/resources/resourceUri.ts';

describe('the address of a resource in the file system', () => {
  it('says which one is meant, whatever server and resource are called', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, fc.nat(20), fc.option(text, { nil: undefined }), (server, uri, part, mimeType) => {
        const { path, query } = toUriParts({ server, uri, part }, mimeType);
        expect(fromQuery(query)).toEqual({ server, uri, part });
        expect(path).toMatch(/^\/[^/]+\/[^/]+$/);
        expect(path).not.toMatch(/\/\.{1,2}(\/|$)|[\p{C}\\]/u);
      }),
    );
  });

  it.each([
    ['demo://resource/1', 'text/x-python', '/s/1.py'],
    ['demo://docs/guide.md', 'text/markdown', '/s/guide.md'],
    ['demo://docs/guide.md', undefined, '/s/guide.md'],
    ['demo://docs/guide', undefined, '/s/guide.txt'],
    ['demo://data/rows', 'application/vnd.api+json', '/s/rows.json'],
    ['demo://media/logo', 'image/png', '/s/logo.png'],
    ['demo://media/blob', 'application/octet-stream', '/s/blob.bin'],
    ['demo://media/blob', 'application/x-unheard-of', '/s/blob.bin'],
    ['demo://code/main', 'text/x-rust; charset=utf-8', '/s/main.rs'],
  ])('of %s as %s is %s', (uri, mimeType, path) => {
    expect(toUriParts({ server: 's', uri, part: 0 }, mimeType).path).toBe(path);
  });

  it.each(['', 'x', '{}', '[]', '["s"]', '["s",1]', '["s","u",-1]', '["s","u",0.5]', '["s","u","0"]'])(
    'is none with the query %j',
    (query) => {
      expect(fromQuery(query)).toBeUndefined();
    },
  );
});

describe('contents', () => {
  it('are bytes: text as UTF-8, a blob as what it stands for, anything else as its JSON', () => {
    const contents = contentsOf('a:1', {
      contents: [
        { uri: 'a:1', text: 'grün' },
        { uri: 'a:2', mimeType: 'image/png', blob: 'AAEC' },
        { uri: 'a:3', blob: '/w==' },
        { odd: true },
      ],
    });
    expect(contents.map(({ uri, mimeType }) => [uri, mimeType])).toEqual([
      ['a:1', undefined],
      ['a:2', 'image/png'],
      ['a:3', 'application/octet-stream'],
      ['a:1', 'application/json'],
    ]);
    expect(Buffer.from(contents[0]?.bytes ?? []).toString('utf8')).toBe('grün');
    expect([...(contents[1]?.bytes ?? [])]).toEqual([0, 1, 2]);
    expect(contentsOf('a:1', {})).toEqual([]);
    expect(contentOf('a:1', undefined).uri).toBe('a:1');
  });
});

describe('what was read', () => {
  const ref = { server: 's', uri: 'a:1' };
  function setup() {
    const state = { loads: 0, session: {} as object | undefined, fail: undefined as Error | undefined, hold: false };
    let release: () => void = () => undefined;
    const cache = new ResourceCache({
      now: () => 1000,
      source: () => state.session,
      load: async ({ uri }): Promise<readonly Content[]> => {
        state.loads++;
        if (state.hold) await new Promise<void>((resolve) => (release = resolve));
        if (state.fail) throw state.fail;
        return [{ uri, mimeType: undefined, bytes: Buffer.from(String(state.loads)) }];
      },
    });
    const text = async () => Buffer.from((await cache.read(ref)).contents[0]?.bytes ?? []).toString();
    return { state, cache, text, release: () => release() };
  }

  it('is kept until the server says that it changed, and each reading is newer than the last', async () => {
    const { cache, text } = setup();
    expect(cache.peek(ref)).toBeUndefined();
    expect([await text(), await text()]).toEqual(['1', '1']);
    const before = cache.peek(ref)?.time ?? 0;
    cache.outdate(ref);
    expect(cache.peek(ref)).toBeDefined();
    expect([await text(), await text()]).toEqual(['2', '2']);
    expect(cache.peek(ref)?.time).toBeGreaterThan(before);
  });

  it('is read once, however many want it at the same time', async () => {
    const { state, cache, text, release } = setup();
    state.hold = true;
    const both = Promise.all([text(), text(), cache.reload(ref, 'opened')]);
    await Promise.resolve();
    release();
    await both;
    expect(state.loads).toBe(1);
  });

  it('is outdated at once when it changed while it was on its way', async () => {
    const { state, cache, text, release } = setup();
    state.hold = true;
    const first = text();
    await Promise.resolve();
    cache.outdate(ref);
    release();
    await first;
    state.hold = false;
    expect(await text()).toBe('2');
  });

  it('is read anew from another session, and kept while there is none', async () => {
    const { state, text } = setup();
    await text();
    state.session = undefined;
    expect(await text()).toBe('1');
    state.session = {};
    expect(await text()).toBe('2');
  });

  it('stays when it cannot be read again, and the next one tries again', async () => {
    const { state, cache, text } = setup();
    await text();
    cache.outdate(ref);
    state.fail = new Error('gone');
    await expect(text()).rejects.toThrow('gone');
    expect(cache.peek(ref)).toBeDefined();
    state.fail = undefined;
    expect(await text()).toBe('3');
  });

  it('is nothing when it could not be read for the first time', async () => {
    const { state, cache, text } = setup();
    state.fail = new Error('no such resource');
    await expect(text()).rejects.toThrow('no such');
    expect(cache.size).toBe(0);
    state.fail = undefined;
    expect([await text(), cache.size]).toEqual(['2', 1]);
  });

  it('is let go when nobody has it open, and when it is too much', async () => {
    const { cache, text } = setup();
    await text();
    cache.drop(ref);
    expect(cache.peek(ref)).toBeUndefined();
    const big = (uri: string) =>
      cache.put({ server: 's', uri }, [{ uri, mimeType: undefined, bytes: new Uint8Array(50 * 1024 * 1024) }]);
    for (const uri of ['a', 'b', 'c']) big(uri);
    const left = ['a', 'b', 'c'].filter((uri) => cache.peek({ server: 's', uri }));
    expect(left).toEqual(['b', 'c']);
  });
});
