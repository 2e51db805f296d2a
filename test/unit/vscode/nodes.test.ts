import { describe, expect, it } from 'vitest';
import { pointedAt, ServerNode, WayOutNode } from '../../../src/vscode/tree/nodes.ts';

describe('the server that a person pointed at', () => {
  it('is that of a row', () => {
    expect(pointedAt(new ServerNode('notes'))).toBe('notes');
    expect(pointedAt(new WayOutNode('notes', 'signIn'))).toBe('notes');
  });

  it.each(['notes', { server: 'notes' }, ['notes'], null, undefined])('is nobody’s choice in %j', (argument) => {
    expect(pointedAt(argument)).toBeUndefined();
  });
});
