import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Launch } from '../../../../src/core/servers/definition.ts';
import { connect, Listener, leg, legOptions, textOf } from './support.ts';

vi.setConfig({ testTimeout: 30_000 });

const main = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/package.json');
const everything: Launch = {
  type: 'stdio',
  command: process.execPath,
  args: [path.join(path.dirname(main), 'dist/index.js'), 'stdio'],
  env: {},
  cwd: undefined,
};

describe('the reference server that shows everything', () => {
  it('lists, samples, reports progress and reads', async () => {
    const hooks = new Listener();
    const session = await connect(everything, hooks);
    expect([session.era, session.protocolVersion]).toEqual(['legacy', '2025-11-25']);
    expect((await session.list('tools')).map(({ name }) => name)).toContain('trigger-sampling-request');
    expect(textOf(await leg(session, 'trigger-sampling-request', { prompt: 'Say fine.' }))).toContain('fine');
    expect(hooks.pushes[0]?.params).toMatchObject({ maxTokens: 100, temperature: 0.7 });
    const progress: number[] = [];
    const onProgress = (one: { progress: number }) => progress.push(one.progress);
    await leg(session, 'trigger-long-running-operation', { duration: 0.2, steps: 2 }, { onProgress });
    expect(progress).toEqual([1, 2]);
    const structured = await leg(session, 'get-structured-content', { location: 'Chicago' });
    expect(JSON.stringify(structured)).toContain('structuredContent');
    const [resource] = await session.list('resources');
    const read = await session.leg({ method: 'resources/read', uri: resource?.uri ?? '' }, legOptions('r'));
    expect(read.kind).toBe('complete');
    expect((await session.list('prompts')).length).toBeGreaterThan(2);
    await hooks.until(() => hooks.changed.includes('tools'));
    await session.close();
  });
});
