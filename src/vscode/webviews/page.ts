import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { language } from '../../core/text/l10n.ts';
import type { ToConfirm } from '../../shared/confirm.ts';
import type { ToDesk } from '../../shared/desk.ts';
import type { ToServer } from '../../shared/server.ts';
import type { ToTool } from '../../shared/tool.ts';

/** What a webview loads from dist/webview. */
export interface Page {
  readonly title: string;
  /** `desk` loads desk.js and desk.css. */
  readonly bundle: 'desk' | 'tool' | 'confirm' | 'server';
}

/** The only folder that a webview can load from. */
function webviewRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** What stands on the tab of a panel: VS Code shows such a picture as it is, so the same in black would not be seen in the dark. */
export function panelIcon(extension: vscode.Uri): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  return {
    light: vscode.Uri.joinPath(extension, 'media', 'countersign.svg'),
    dark: vscode.Uri.joinPath(extension, 'media', 'countersign-dark.svg'),
  };
}

/**
 * Options for every panel: scripts from our folder, no command links, no ports. Forms are on because without them a submit button
 * does nothing at all, not even its script; where a form could send something, the page's policy says *nowhere*.
 */
export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions & vscode.WebviewPanelOptions {
  return {
    enableFindWidget: true,
    enableScripts: true,
    enableForms: true,
    enableCommandUris: false,
    localResourceRoots: [webviewRoot(extension)],
  };
}

/**
 * The page of a webview: one script and one style sheet of ours, nothing from the network. Images and sounds are shown from
 * `data:` only, so that a picture in a request cannot tell anybody that it was looked at.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, page: Page): string {
  const nonce = randomBytes(18).toString('base64');
  const source = (file: string) => String(webview.asWebviewUri(vscode.Uri.joinPath(webviewRoot(extension), file)));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    'img-src data:',
    'media-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const { tag, bundle } = language();
  // A block of data, which no script can be made of: nothing in it ends it.
  const texts = JSON.stringify(bundle).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html>
<html lang="${tag}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${source(`${page.bundle}.css`)}" />
    <title>${page.title}</title>
  </head>
  <body>
    <main id="app"></main>
    <script type="application/json" id="texts">${texts}</script>
    <script nonce="${nonce}" src="${source(`${page.bundle}.js`)}"></script>
  </body>
</html>`;
}

/** Sends a message to the page of a panel. Only a page that is there and said `ready` gets it. */
export function send(panel: vscode.WebviewPanel | undefined, message: ToDesk | ToTool | ToConfirm | ToServer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's API, not a window's.
  void panel?.webview.postMessage(message);
}
