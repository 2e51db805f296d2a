import { describe, expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import { isGone } from '../../../../src/core/resources/gone.ts';

describe('a resource that is gone', () => {
  it.each([
    [new McpError('server', 'Resource', -32002), true],
    [new McpError('server', 'Invalid params', -32602), true],
    [new McpError('server', 'Resource demo://nothing not found', -32603), true],
    [new McpError('server', 'ENOENT: no such file or directory'), true],
    [new McpError('server', 'User rejected sampling request', -1), false],
    [new McpError('connection', 'Host not found'), false],
    [new McpError('timeout', 'No sign of life'), false],
    [new Error('not found'), false],
  ])('%s: %s', (error, gone) => {
    expect(isGone(error)).toBe(gone);
  });
});
