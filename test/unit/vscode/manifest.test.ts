import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandDeclarations, commands, settings, views } from '../../../src/vscode/manifest.ts';
import { generatedManifest } from '../../../src/vscode/manifest/contributes.ts';

interface Contributes {
  commands: { command: string; title: string; category: string; icon?: string }[];
  configuration: { properties: Record<string, { scope: string }> }[];
  menus: Record<string, { command: string; when?: string }[]>;
  keybindings: { command: string; when: string }[];
  views: Record<string, { id: string }[]>;
}

const { manifest, texts } = generatedManifest();
const contributes = manifest['contributes'] as Contributes;
const names = commandDeclarations.map(([id]) => id as string);

describe('the generated manifest', () => {
  it('is what package.json says', () => {
    const written = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as object;
    expect(written).toMatchObject(JSON.parse(JSON.stringify(manifest)) as object);
  });

  it('takes every text from package.nls.json', () => {
    const nls = JSON.parse(readFileSync(new URL('../../../package.nls.json', import.meta.url), 'utf8')) as object;
    expect(nls).toEqual(texts);
    expect(contributes.commands[0]?.title).toBe('%commands.countersign.addServer.title%');
    expect(texts['commands.countersign.addServer.title']).toBe('Add Server…');
    // What is left in words is a name or code.
    const left: string[] = [];
    JSON.stringify(manifest, (key, value: unknown) => {
      if (typeof value === 'string' && /[a-z] [a-z]/i.test(value) && !value.startsWith('%'))
        left.push(`${key}: ${value}`);
      return value;
    });
    expect(left.filter((text) => !/^(when|enablement|pattern|\d|group): /.test(text))).toEqual([]);
  });

  it('has every public command, setting and view', () => {
    expect(names).toEqual(
      expect.arrayContaining(
        'addServer startServer stopServer restartServer showLog runTool readResource getPrompt openDesk reviewNext deny denyAll pauseSampling setApiKey forgetApiKey detectLocalModels openLedger'
          .split(' ')
          .map((name) => `countersign.${name}`),
      ),
    );
    const properties = Object.assign({}, ...contributes.configuration.map((section) => section.properties)) as Record<
      string,
      { scope: string }
    >;
    expect(Object.fromEntries(Object.entries(properties).map(([name, { scope }]) => [name, scope]))).toEqual({
      [settings.servers]: 'resource',
      [settings.mcpJsonList]: 'resource',
      [settings.iconsRemote]: 'application',
      [settings.maxPages]: 'application',
      [settings.endpoints]: 'application',
      [settings.defaultModel]: 'application',
      [settings.modelAliases]: 'application',
      [settings.modelTiers]: 'application',
      [settings.modelPrices]: 'application',
      [settings.reviewOpen]: 'application',
      [settings.reviewRelease]: 'application',
    });
    expect(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
    ).toEqual([views.servers, views.reviews]);
  });

  it('names nothing that approves, releases or answers', () => {
    for (const [id, { title }] of commandDeclarations) {
      expect(`${id.slice('countersign.'.length)} ${title}`).not.toMatch(
        /approve|release|return|answer|allow|accept|sign(?!\s?(?:in|out))/i,
      );
    }
    expect(contributes.keybindings.map(({ command }) => command)).toEqual([commands.reviewNext, commands.deny]);
  });

  it('shows commands that exist, in menus and in keybindings', () => {
    const shown = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    for (const { command } of shown) expect(names).toContain(command);
  });

  it('rests in untrusted folders, and lets no workspace say where the models are', () => {
    expect(manifest['capabilities']).toMatchObject({
      untrustedWorkspaces: { supported: 'limited', restrictedConfigurations: [settings.servers] },
      virtualWorkspaces: false,
    });
  });
});
