/**
 * What is bundled into what. The extension bundle is loaded at activation, so it stays small: the protocol SDK, `openai`, the
 * price table and the check of JSON Schemas are bundles of their own that load when the first dynamic import asks for them.
 */

/** The bundle that VS Code loads. */
export const extensionEntry = { source: 'src/extension.ts', file: 'extension.cjs' };

/** Bundles that the extension loads lazily: `await import('…/node/mcp/index.ts')` becomes a load of `mcp.cjs`. */
export const lazyEntries = [
  { source: 'src/node/mcp/index.ts', file: 'mcp.cjs' },
  { source: 'src/providers/openai/index.ts', file: 'openai.cjs' },
  { source: 'src/providers/prices/index.ts', file: 'prices.cjs' },
  { source: 'src/core/forms/validate.ts', file: 'schemas.cjs' },
] as const;

/** Programs that the extension starts as processes of their own. */
export const programEntries = [{ source: 'src/node/watchdog/main.ts', file: 'watchdog.cjs' }] as const;

/** Scripts that the extension runs in threads of their own. */
export const workerEntries = [{ source: 'src/node/inspection/main.ts', file: 'inspection.cjs' }] as const;

/** What runs in webviews. */
export const webviewEntries = [
  { source: 'src/webview/desk/main.ts', file: 'desk.js' },
  { source: 'src/webview/tool/main.ts', file: 'tool.js' },
  { source: 'src/webview/confirm/main.ts', file: 'confirm.js' },
  { source: 'src/webview/server/main.ts', file: 'server.js' },
] as const;

/** Style sheets of the webviews; each ends up as `dist/webview/<its name>.css`. */
export const styleGlobs = ['src/webview/*.css', 'src/webview/*/*.css'];

/** Files that a webview loads from a package, as they are. */
export const webviewAssets = [{ package: '@vscode/codicons', from: 'dist/codicon.ttf', to: 'codicon.ttf' }] as const;
