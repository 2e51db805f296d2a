import { describe, expect, it } from 'vitest';
import { settle, world } from './fakes.ts';

describe('what is wrong with a server that runs', () => {
  it('is said once: rows of a tree that say the same would be one row too many for VS Code', async () => {
    const w = world();
    const server = w.server();
    await server.start({ interactive: false });
    await settle();
    w.connector.last.list = () => Promise.reject(new Error('The server gave no sign of life for 60 s.'));
    for (const kind of ['tools', 'resources', 'prompts'] as const) w.connector.last.hooks.onListChanged(kind);
    w.clock.advance(300);
    await settle();
    expect(server.problems).toEqual(['The server gave no sign of life for 60 s.']);
  });
});
