import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** User settings of a throwaway profile: nothing that greets, updates, recommends or reaches out by itself. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.commandCenter.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.banner': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** For test windows: a question about trust would wait for somebody, so a folder that is not trusted just stays so. */
export const testSettings: Readonly<Record<string, unknown>> = {
  ...quietSettings,
  'security.workspace.trust.startupPrompt': 'never',
};

/** Where the server keeps user settings, below its data folder. */
export const serverUserSettings = path.join('data', 'User', 'settings.json');

/** Where a desktop VS Code keeps user settings, below its user data folder. */
export const desktopUserSettings = path.join('User', 'settings.json');

/** Writes a settings file, with its folder. */
export function writeSettings(file: string, settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}
