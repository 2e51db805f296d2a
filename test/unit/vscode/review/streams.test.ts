import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../src/vscode/review/streams.ts';

describe('pieces of streaming answers', () => {
  it('are gathered apart for each column, from where the first one begins', () => {
    const streams = new Streams();
    streams.add({ id: 'r', offset: 0, text: 'a' });
    streams.add({ id: 'r', offset: 0, text: 'x', column: 1 });
    streams.add({ id: 'r', offset: 1, text: 'b' });
    streams.add({ id: 'r', offset: 1, text: 'y', column: 1 });
    expect(streams.take()).toEqual([
      { id: 'r', offset: 0, text: 'ab' },
      { id: 'r', offset: 0, text: 'xy', column: 1 },
    ]);
    expect(streams.take()).toEqual([]);
  });
});
