import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tool } from '../../../../src/core/mcp.ts';
import type { ServerPins } from '../../../../src/core/trust/serverPins.ts';
import { server as asking, FakeClock } from '../sampling/fakes.ts';
import { settle } from '../servers/fakes.ts';
import { mutations, tool, type Tree, withKeysTurned } from './arbitraries.ts';
import { pinBook } from './fakes.ts';

/** Lists of tools, some of them with the same name. */
const lists = fc.array(tool, { minLength: 1, maxLength: 5 });

function open(): ServerPins {
  return pinBook(new FakeClock()).book.open({
    name: 's',
    source: { kind: 'user' },
    asking,
    instructions: undefined,
    redact: (json) => json,
    refreshed: () => Promise.resolve(),
  });
}

async function take(pins: ServerPins, list: readonly unknown[]): Promise<void> {
  pins.take({ tools: list as unknown as readonly Tool[], prompts: [] }, (kind) => kind === 'tools');
  for (let i = 0; i < 3; i++) await settle();
}

describe('a list beside what is remembered of it', () => {
  it('is never flagged when it is the same, in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.infiniteStream(fc.nat()), async (list, order) => {
        const pins = open();
        await take(pins, list);
        const shuffled = list
          .map((entry) => ({ entry, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => withKeysTurned(entry));
        await take(pins, shuffled);
        expect(pins.changes).toEqual([]);
        expect(pins.count('tools')).toEqual({ changed: 0, new: 0 });
      }),
    );
  });

  it('has exactly the tool flagged that changed in one place', async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.nat(), fc.nat(), async (list, which, where) => {
        const pins = open();
        await take(pins, list);
        const at = which % list.length;
        const before = list[at] ?? {};
        const all = mutations(before).filter(({ value }) => named(value) === named(before));
        const changed = all[where % all.length]?.value;
        await take(
          pins,
          list.map((entry, index) => (index === at ? changed : entry)),
        );
        expect(pins.changes.map(({ name }) => name)).toEqual([named(before)]);
      }),
      { numRuns: 40 },
    );
  });
});

function named(value: Tree): Tree | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value['name'] : undefined;
}
