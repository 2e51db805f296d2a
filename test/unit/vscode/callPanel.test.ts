import { expect, it, vi } from 'vitest';
import { CallPanel, type CallPanelOptions } from '../../../src/vscode/calls/callPanel.ts';

const said = vi.hoisted((): string[] => []);

vi.mock('vscode', () => {
  const event = () => ({ dispose: () => undefined });
  const uri = { fsPath: '', toString: () => '' };
  const webview = { html: '', cspSource: '', onDidReceiveMessage: event, asWebviewUri: () => uri };
  const panel = { webview, visible: true, onDidChangeViewState: event, onDidDispose: event };
  return {
    ViewColumn: { Active: -1 },
    Uri: { joinPath: () => uri },
    window: {
      createWebviewPanel: () => panel,
      showErrorMessage: (message: string) => said.push(message),
    },
  };
});

it('a prompt that does not come to the desk says why', async () => {
  const call = {
    snapshot: { status: 'done', request: { method: 'prompts/get', name: 'p', arguments: {} }, result: {} },
    finished: Promise.resolve({ status: 'done', result: {} }),
    onDidChange: () => ({ dispose: () => undefined }),
  };
  const panel = new CallPanel('s', { kind: 'prompt', prompt: { name: 'p' } }, {
    manager: { get: () => ({ target: {} }), onDidChange: () => ({ dispose: () => undefined }) },
    calls: { start: () => call },
    icons: { path: () => undefined },
    own: { send: () => Promise.reject(new Error('Sampling is paused.')) },
    log: { error: () => undefined },
  } as unknown as CallPanelOptions);
  panel.next({ run: true, send: true });
  await vi.waitFor(() => expect(said).toEqual(['Sampling is paused.']));
  panel.dispose();
});
