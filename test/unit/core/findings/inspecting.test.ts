import { describe, expect, it } from 'vitest';
import { Inspecting, INSPECTION_MS } from '../../../../src/core/findings/inspecting.ts';
import type { Finding, Inspector } from '../../../../src/core/inspection/finding.ts';
import { FakeClock, settle } from '../sampling/fakes.ts';

const seen = (reason: string): Finding => ({ kind: 'secret.x', severity: 'high', start: 0, end: 1, reason });

/** An inspector whose answers the test gives. */
class Asked implements Inspector {
  readonly texts: string[] = [];
  readonly aborted: string[] = [];
  readonly #answers = new Map<
    string,
    { resolve: (found: readonly Finding[]) => void; reject: (error: Error) => void }
  >();

  inspect(text: string, signal?: AbortSignal): Promise<readonly Finding[]> {
    this.texts.push(text);
    signal?.addEventListener('abort', () => this.aborted.push(text));
    return new Promise((resolve, reject) => this.#answers.set(text, { resolve, reject }));
  }
  answer(text: string, ...found: Finding[]): void {
    this.#answers.get(text)?.resolve(found);
  }
  fail(text: string): void {
    this.#answers.get(text)?.reject(new Error(`failed on ${text}`));
  }
}

function make(): { inspector: Asked; clock: FakeClock; inspecting: Inspecting; ends: () => number } {
  const inspector = new Asked();
  const clock = new FakeClock();
  let ends = 0;
  const inspecting = new Inspecting({ inspector, clock, onEnd: () => ends++ });
  return { inspector, clock, inspecting, ends: () => ends };
}

describe('the inspection of what is shown', () => {
  it('asks for each text once, and again only for what is new', async () => {
    const { inspector, inspecting, ends } = make();
    inspecting.show(['a', 'b', 'a']);
    expect([inspector.texts, inspecting.running]).toEqual([['a', 'b'], true]);
    inspector.answer('a', seen('A'));
    await settle();
    expect([inspecting.running, ends()]).toEqual([true, 0]);
    inspector.answer('b');
    await settle();
    expect([inspecting.running, ends()]).toEqual([false, 1]);
    inspecting.show(['a', 'c']);
    expect([inspector.texts, inspecting.findingsOf('a'), inspecting.running]).toEqual([
      ['a', 'b', 'c'],
      [seen('A')],
      true,
    ]);
    inspecting.show(['a']);
    expect([inspector.aborted, inspecting.running, ends()]).toEqual([['b', 'c'], false, 2]);
  });

  it('says of a text that it could not be inspected, without a word of it', async () => {
    const { inspector, inspecting } = make();
    inspecting.show(['secret']);
    inspector.fail('secret');
    await settle();
    const [only] = inspecting.findingsOf('secret');
    expect(only).toMatchObject({ kind: 'inspection.failed', severity: 'high', start: 0, end: 0 });
    expect(only?.reason).toContain('could not be inspected');
    expect(only?.reason).not.toContain('secret');
  });

  it('ends after its time, with what it has and a finding for the rest', async () => {
    const { inspector, clock, inspecting, ends } = make();
    inspecting.show(['a', 'b']);
    inspector.answer('a');
    await settle();
    clock.advance(INSPECTION_MS - 1);
    expect(inspecting.running).toBe(true);
    clock.advance(1);
    expect([inspecting.running, ends(), inspector.aborted]).toEqual([false, 1, ['b']]);
    expect([inspecting.findingsOf('a'), inspecting.findingsOf('b')[0]?.kind]).toEqual([[], 'inspection.failed']);
    inspector.answer('b', seen('late'));
    await settle();
    expect(inspecting.findingsOf('b')[0]?.kind).toBe('inspection.failed');
  });

  it('leaves nothing running behind', async () => {
    const { inspector, clock, inspecting, ends } = make();
    inspecting.show(['a']);
    inspecting.dispose();
    inspector.answer('a', seen('A'));
    await settle();
    expect([clock.timers, inspector.aborted, inspecting.findingsOf('a'), ends()]).toEqual([0, ['a'], [], 0]);
  });
});
