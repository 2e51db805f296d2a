import * as vscode from 'vscode';
import { displayText } from '../../core/text/display.ts';
import type { LocalServer } from '../../providers/detect.ts';
import type { EndpointSettings } from '../../core/settings/endpoints.ts';
import { t } from '../../core/text/l10n.ts';

export interface DetectOptions {
  readonly endpoints: () => readonly EndpointSettings[];
  readonly addEndpoint: (endpoint: EndpointSettings) => Promise<void>;
}

/** *Detect Local Model Servers*: looks, shows what is there, and adds what the person chooses to their settings. */
export async function detectCommand(options: DetectOptions): Promise<void> {
  const where = { location: vscode.ProgressLocation.Notification, title: t('Looking for local model servers…') };
  const { detectLocalModels } = await import('../../providers/detect.ts');
  const found = await vscode.window.withProgress(where, () =>
    detectLocalModels((url, init) => globalThis.fetch(url, init), new AbortController().signal),
  );
  const known = options.endpoints();
  const fresh = found.filter(({ baseUrl }) => !known.some((endpoint) => sameAddress(endpoint.baseUrl, baseUrl)));
  if (fresh.length === 0) {
    void vscode.window.showInformationMessage(
      found.length > 0
        ? t('Found {0}, which your settings have already.', found.map(({ label }) => label).join(', '))
        : t('No model server answers on the usual ports of Ollama, LM Studio, llama.cpp and vLLM.'),
    );
    return;
  }
  const items = fresh.map((server) => ({ ...pickItem(server), picked: true, server }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Local Model Servers'),
    placeHolder: t('Which ones shall be added to your settings?'),
    canPickMany: true,
  });
  for (const { server } of chosen ?? []) {
    const { label, baseUrl } = server;
    await options.addEndpoint({ id: freeId(server, options.endpoints()), label, baseUrl });
  }
}

function pickItem({ label, baseUrl, models }: LocalServer): vscode.QuickPickItem {
  const names = models.map((name) => displayText(name, 40));
  const shown = names.slice(0, 5).join(', ');
  const detail =
    models.length === 0
      ? t('It lists no models yet.')
      : names.length > 5
        ? t('{0} and {1} more', shown, names.length - 5)
        : shown;
  return { label, description: baseUrl, detail };
}

const ids = { ollama: 'ollama', lmStudio: 'lmstudio', llamaCpp: 'llamacpp', vllm: 'vllm', other: 'local' } as const;

function freeId({ kind }: LocalServer, endpoints: readonly EndpointSettings[]): string {
  const taken = new Set(endpoints.map(({ id }) => id));
  const base = ids[kind];
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function sameAddress(a: string, b: string): boolean {
  const plain = (url: string) => url.replace(/\/+$/, '').replace('//localhost:', '//127.0.0.1:');
  return plain(a) === plain(b);
}
