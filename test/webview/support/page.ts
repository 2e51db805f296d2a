import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumArgs, requireChromium } from '../../../scripts/lib/chromium.mts';

export type Theme = 'dark' | 'light' | 'hc-dark' | 'hc-light';
export const themes: readonly Theme[] = ['dark', 'light', 'hc-dark', 'hc-light'];
export type Panel = 'desk' | 'tool' | 'server' | 'confirm';
const panelNames: readonly Panel[] = ['desk', 'tool', 'server', 'confirm'];

const root = path.resolve(import.meta.dirname, '../../..');
const nonce = 'bm9uY2U';
const policy = [
  "default-src 'none'",
  `script-src 'nonce-${nonce}'`,
  "style-src 'self'",
  "img-src 'self' data:",
  'media-src data:',
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What VS Code's own default style sheet does to every webview, as far as it can disturb a layout. */
const vscodeDefaults = `body { background-color: transparent; color: var(--vscode-editor-foreground);
  font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size);
  margin: 0; padding: 0 20px; }
img, video { max-width: 100%; max-height: 100%; }
a, a code { color: var(--vscode-textLink-foreground); }
code { font-family: monospace; color: var(--vscode-textPreformat-foreground);
  background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }`;

/** Stands in for VS Code's side: keeps what the webview posts. */
const fakeHost = `window.posted = []; const kept = 'webview-state'; const heard = [];
window.addEventListener('message', (event) => {
  if (event.data !== 'all heard?') return;
  event.stopImmediatePropagation();
  heard.shift()?.();
});
window.allHeard = () => new Promise((resolve) => { heard.push(resolve); window.postMessage('all heard?', '*'); });
window.acquireVsCodeApi = () => ({
  postMessage: (message) => {
    window.posted.push({ at: performance.now(), message });
    const { type, ...painted } = message;
    if (type === 'rendered' && window.deaf !== true) window.postMessage({ type: 'seen', ...painted }, '*');
  },
  getState: () => JSON.parse(sessionStorage.getItem(kept) ?? 'null') ?? undefined,
  setState: (next) => { sessionStorage.setItem(kept, JSON.stringify(next)); } });`;

interface ThemeFile {
  bodyClass: string;
  variables: Record<string, string>;
}

/** The colours that VS Code 1.139 gives a webview in its default themes, read off its own workbench. */
function theme(name: Theme): ThemeFile {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `../themes/${name}.json`), 'utf8')) as ThemeFile;
}

function shell(panel: Panel, name: Theme): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${panel}</title>
<link rel="stylesheet" href="/theme-${name}.css"><link rel="stylesheet" href="/${panel}.css"></head>
<body class="${theme(name).bodyClass}"><main id="app"></main><script type="application/json" id="texts"></script>
<script nonce="${nonce}">${fakeHost}</script><script nonce="${nonce}" src="/${panel}.js"></script></body></html>`;
}

async function bundle(): Promise<Map<string, Uint8Array>> {
  const options: esbuild.BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    target: 'chrome140',
    outdir: '/',
    entryNames: '[name]',
    external: ['*.ttf'],
    format: 'iife',
    conditions: ['production'],
    entryPoints: {
      desk: 'src/webview/desk/main.ts',
      tool: 'src/webview/tool/main.ts',
      server: 'src/webview/server/main.ts',
      confirm: 'src/webview/confirm/main.ts',
    },
  };
  const styles = {
    desk: 'src/webview/desk/desk.css',
    tool: 'src/webview/tool/tool.css',
    server: 'src/webview/server/server.css',
    confirm: 'src/webview/confirm/confirm.css',
  };
  const built = [await esbuild.build(options), await esbuild.build({ ...options, entryPoints: styles })];
  return new Map(
    built.flatMap(({ outputFiles }) => outputFiles ?? []).map((file) => [path.basename(file.path), file.contents]),
  );
}

/** The bundles of `dist`, as shipped, when `COUNTERSIGN_DIST` is set; otherwise bundles made now, the same way. */
async function bundles(): Promise<Map<string, Uint8Array>> {
  if (process.env['COUNTERSIGN_DIST'] === undefined) {
    return bundle();
  }
  const names = panelNames.flatMap((name) => [`${name}.js`, `${name}.css`]);
  return new Map(names.map((name) => [name, readFileSync(path.join(root, 'dist/webview', name))]));
}

/** A browser with the webviews in plain pages. */
export interface Bench {
  browser: Browser;
  url: string;
  sizes: Record<string, number>;
  close(): Promise<void>;
}

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

function serve(files: Map<string, Uint8Array>): Server {
  const font = readFileSync(path.join(root, 'node_modules/@vscode/codicons/dist/codicon.ttf'));
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = path.basename(url.pathname);
    const themed = /^theme-([a-z-]+)\.css$/.exec(name)?.[1] as Theme | undefined;
    response.setHeader('content-security-policy', policy);
    const panel = panelNames.find((each) => name === `${each}.html`);
    if (panel !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(shell(panel, (url.searchParams.get('theme') ?? 'dark') as Theme));
    } else if (themed !== undefined) {
      const lines = Object.entries(theme(themed).variables).map(([key, value]) => `${key}: ${value};`);
      response.setHeader('content-type', 'text/css');
      response.end(`:root { ${lines.join('\n')} }\n${vscodeDefaults}`);
    } else {
      const body = name === 'codicon.ttf' ? font : files.get(name);
      response.statusCode = body === undefined ? 404 : 200;
      response.setHeader('content-type', types[path.extname(name)] ?? 'text/plain');
      response.end(body);
    }
  });
}

/** Builds, serves on a free loopback port, and starts a browser. */
export async function startBench(): Promise<Bench> {
  const files = await bundles();
  const server = serve(files);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const browser = await chromium.launch({ executablePath: await requireChromium(), args: chromiumArgs() });
  return {
    browser,
    url: `http://127.0.0.1:${port}`,
    sizes: Object.fromEntries([...files].map(([name, contents]) => [name, contents.byteLength])),
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface OpenOptions {
  theme?: Theme;
  width?: number;
  height?: number;
  /** Device pixels: 2 with half the width is what a zoom of 200 % does. */
  scale?: number;
  reducedMotion?: boolean;
  /** The language of VS Code and its texts; absent: English. */
  language?: { tag: string; texts: Record<string, string> };
}

/** A webview in a page of its own, with what the test page saw going wrong. */
export interface Opened<In> {
  page: Page;
  errors: string[];
  /** Waits until the page has heard and drawn all of them. */
  send(...messages: In[]): Promise<void>;
  posted<T>(type: string): Promise<T[]>;
  close(): Promise<void>;
}

export async function openPanel<In>(bench: Bench, panel: Panel, options: OpenOptions = {}): Promise<Opened<In>> {
  const context = await bench.browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    deviceScaleFactor: options.scale ?? 1,
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      errors.push(message.text());
    }
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('requestfailed', (request) => errors.push(`request failed: ${request.url()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(bench.url) && !request.url().startsWith('data:')) {
      errors.push(`request out of the page: ${request.url()}`);
    }
  });
  if (options.language !== undefined) {
    await page.addInitScript(({ tag, texts }) => {
      // The page has them before its own script runs, as it has from the extension.
      new MutationObserver((_changes, observer) => {
        const block = document.getElementById('texts');
        if (block === null) return;
        document.documentElement.lang = tag;
        block.textContent = JSON.stringify(texts);
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    }, options.language);
  }
  await page.goto(`${bench.url}/${panel}.html?theme=${options.theme ?? 'dark'}`);
  return {
    page,
    errors,
    send: async (...messages) => {
      await page.evaluate(async (all) => {
        for (const message of all) {
          window.postMessage(message, '*');
        }
        await (window as unknown as { allHeard(): Promise<void> }).allHeard();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      }, messages as unknown[]);
    },
    posted: async <T>(type: string) =>
      page.evaluate(
        (wanted) =>
          (window as unknown as { posted: { message: { type: string } }[] }).posted
            .map(({ message }) => message)
            .filter((message) => message.type === wanted),
        type,
      ) as Promise<T[]>,
    close: () => context.close(),
  };
}
