import { describe, expect, it } from 'vitest';
import { type Clash, type ClashAnswer, freeName, nameServers } from '../../../../src/core/import/names.ts';
import type { FoundServer } from '../../../../src/core/import/read.ts';

const found = (name: string, from = 'Cursor'): FoundServer => ({
  name,
  place: { product: 'cursor', path: '/x' },
  from,
  definition: { command: name },
  secrets: [],
  notes: [],
});

async function name(
  ticked: readonly FoundServer[],
  here: readonly string[],
  elsewhere: readonly string[],
  ...answers: readonly ClashAnswer[]
) {
  const asked: string[] = [];
  const left = [...answers];
  const ask = ({ server, free, replaceable }: Clash): Promise<ClashAnswer> => {
    asked.push(`${server.name} from ${server.from}, free ${free}${replaceable ? ', replaceable' : ''}`);
    return Promise.resolve(left.shift());
  };
  const chosen = await nameServers(ticked, { here, elsewhere }, ask);
  return { asked, chosen: chosen?.map((one) => `${one.name}${one.replaces ? ' replaces' : ''}`) };
}

describe('the names of what is imported', () => {
  it('stay as they are where they are free', async () => {
    expect(await name([found('a'), found('b')], ['c'], [])).toEqual({ asked: [], chosen: ['a', 'b'] });
  });

  it('are asked about where they are taken', async () => {
    expect(await name([found('a'), found('b'), found('c')], ['a', 'b'], ['c'], 'replace', 'skip', 'keepBoth')).toEqual({
      asked: [
        'a from Cursor, free a-2, replaceable',
        'b from Cursor, free b-2, replaceable',
        'c from Cursor, free c-2',
      ],
      chosen: ['a replaces', 'c-2'],
    });
  });

  it('of two that come in together are asked about too, and neither takes the other’s place', async () => {
    const two = [found('a'), found('a', 'Windsurf')];
    expect(await name(two, ['a'], [], 'replace', 'keepBoth')).toEqual({
      asked: ['a from Cursor, free a-2, replaceable', 'a from Windsurf, free a-2'],
      chosen: ['a replaces', 'a-2'],
    });
    expect((await name(two, [], [], 'replace')).chosen).toEqual(['a']);
  });

  it('are none when a question is left', async () => {
    expect((await name([found('b'), found('a')], ['a'], [])).chosen).toBeUndefined();
  });

  it('are counted up', () => {
    expect(freeName('a', new Set(['a', 'a-2', 'a-3']))).toBe('a-4');
  });
});
