import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WorkerInspector } from '../../../../src/node/inspection/workerInspector.ts';

const script = path.resolve(import.meta.dirname, '../../../../src/node/inspection/main.ts');
const open: WorkerInspector[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const inspector of open.splice(0)) inspector.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function inspecting(file = script, longestMs?: number): WorkerInspector {
  const inspector = new WorkerInspector({ script: file, ...(longestMs === undefined ? {} : { longestMs }) });
  open.push(inspector);
  return inspector;
}

/** A worker that answers with its text as the reason, and does what some texts say. */
function actor(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-inspection-'));
  folders.push(folder);
  const file = path.join(folder, 'actor.cjs');
  writeFileSync(
    file,
    `const { parentPort } = require('node:worker_threads');
    const fs = require('node:fs');
    const once = ${JSON.stringify(path.join(folder, 'once'))};
    parentPort.on('message', ({ id, text }) => {
      if (text === 'die') process.exit(3);
      if (text === 'throw') throw new Error('broken');
      if (text === 'die once' && !fs.existsSync(once)) { fs.writeFileSync(once, ''); process.exit(3); }
      if (text === 'loop') for (;;);
      if (text === 'fail') return parentPort.postMessage({ id, error: 'RangeError' });
      parentPort.postMessage({ id, findings: [{ kind: 'a.b', severity: 'low', start: 0, end: 1, reason: text }] });
    });`,
  );
  return file;
}

const reasons = async (asked: ReturnType<WorkerInspector['inspect']>) => (await asked).map(({ reason }) => reason);

describe('the worker', () => {
  it('finds what the rules and secretlint find', async () => {
    const key = `lin_api_${'a1B2c3D4'.repeat(5)}`;
    const [finding, ...others] = await inspecting().inspect(`the key is ${key}`);
    expect(finding).toMatchObject({ kind: 'secret.linear', severity: 'high', start: 11, end: 11 + key.length });
    expect(others).toEqual([]);
  });

  it('answers in the order of the questions, each its own', async () => {
    const inspector = inspecting(actor());
    const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
    expect(await Promise.all(texts.map((text) => reasons(inspector.inspect(text))))).toEqual(
      texts.map((text) => [text]),
    );
  });

  it('is replaced when it is lost, and the text tried again', async () => {
    const inspector = inspecting(actor());
    expect(await reasons(inspector.inspect('die once'))).toEqual(['die once']);
  });

  it.each(['die', 'throw'])('that is lost twice over a text (%s) fails for it alone', async (text) => {
    const inspector = inspecting(actor());
    const lost = inspector.inspect(text);
    const next = reasons(inspector.inspect('next'));
    await expect(lost).rejects.toThrow('ended unexpectedly');
    expect(await next).toEqual(['next']);
  });

  it('is ended when a text takes too long, and the next text gets a new one', async () => {
    const inspector = inspecting(actor(), 3_000);
    const endless = inspector.inspect('loop');
    const next = reasons(inspector.inspect('next'));
    await expect(endless).rejects.toThrow('took too long');
    expect(await next).toEqual(['next']);
  });

  it('says when it could not inspect', async () => {
    await expect(inspecting(actor()).inspect('fail')).rejects.toThrow('RangeError');
  });

  it('that cannot be started fails', async () => {
    await expect(inspecting('/nowhere/at/all.cjs').inspect('a')).rejects.toThrow('ended unexpectedly');
  });
});

describe('a question that nobody waits for any more', () => {
  it('is given up, waiting or not, and others are answered', async () => {
    const inspector = inspecting(actor());
    const controller = new AbortController();
    const first = inspector.inspect('first', controller.signal);
    const second = inspector.inspect('second', controller.signal);
    const third = reasons(inspector.inspect('third'));
    controller.abort(new Error('edited'));
    await expect(first).rejects.toThrow('edited');
    await expect(second).rejects.toThrow('edited');
    expect(await third).toEqual(['third']);
    await expect(inspector.inspect('late', controller.signal)).rejects.toThrow('edited');
  });

  it('ends with the inspector', async () => {
    const inspector = inspecting(actor());
    const running = inspector.inspect('loop');
    const waiting = inspector.inspect('waiting');
    inspector.dispose();
    await expect(running).rejects.toThrow('has ended');
    await expect(waiting).rejects.toThrow('has ended');
    await expect(inspector.inspect('more')).rejects.toThrow('has ended');
  });
});
