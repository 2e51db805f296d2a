import * as z from 'zod/mini';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectHost } from '../../../../src/webview/ui/host.ts';

const schema = z.object({ type: z.literal('state'), value: z.number() });
const origin = 'vscode-webview://one';

interface Received {
  isTrusted: boolean;
  origin: string;
  source: unknown;
  data: unknown;
}

describe('the connection of a webview to the extension', () => {
  const listeners = new Map<string, (event: Received) => void>();
  const posted: unknown[] = [];
  const outer = {};

  beforeEach(() => {
    listeners.clear();
    posted.length = 0;
    const listen = (name: string, listener: (event: Received) => void): void => {
      listeners.set(name, listener);
    };
    const page: Record<string, unknown> = { origin, addEventListener: listen };
    // As VS Code does before a page's own script runs.
    page['parent'] = page;
    vi.stubGlobal('window', page);
    vi.stubGlobal('document', { addEventListener: listen });
    vi.stubGlobal('acquireVsCodeApi', () => ({
      postMessage: (message: unknown) => posted.push(message),
      getState: () => undefined,
      setState: () => undefined,
    }));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  function hear(event: Partial<Received>): unknown[] {
    const heard: unknown[] = [];
    connectHost(schema).listen((message) => heard.push(message));
    listeners.get('message')?.({
      isTrusted: true,
      origin,
      source: outer,
      data: { type: 'state', value: 1 },
      ...event,
    });
    return heard;
  }

  it('hears what VS Code passes on from the frame around the page', () => {
    expect(hear({})).toEqual([{ type: 'state', value: 1 }]);
  });

  it('hears nothing of another origin, and no event that a script made', () => {
    expect(hear({ origin: 'https://elsewhere.example' })).toEqual([]);
    expect(hear({ origin: 'null' })).toEqual([]);
    expect(hear({ isTrusted: false })).toEqual([]);
    expect(posted).toEqual([]);
  });

  it('says what it does not understand', () => {
    expect(hear({ data: { type: 'state', value: 'one' } })).toEqual([]);
    expect(posted).toEqual([{ type: 'problem', message: expect.stringContaining('Message not understood: value') }]);
  });
});
