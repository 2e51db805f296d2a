import { commandDeclarations, container, panels, schemes, settings, views } from '../manifest.ts';
import { keybindings, menus } from './menus.ts';
import { localized, type LocalizedManifest } from './nls.ts';
import { configuration } from './settings.ts';

/** The part of package.json that is generated, and package.nls.json. Keys are in the order in which they are written. */
export function generatedManifest(): LocalizedManifest {
  return localized(englishManifest());
}

function englishManifest(): Record<string, unknown> {
  return {
    description: 'An MCP host that puts a human signature between every MCP server and your model.',
    icon: 'media/icon.png',
    categories: ['AI', 'Machine Learning', 'Other'],
    keywords: ['mcp', 'model context protocol', 'sampling', 'review', 'approval', 'human in the loop', 'llm'],
    extensionKind: ['workspace'],
    activationEvents: [
      'onStartupFinished',
      ...Object.values(views).map((view) => `onView:${view}`),
      `onWebviewPanel:${panels.desk}`,
      // A tab that is restored is read before the window has started.
      `onFileSystem:${schemes.resource}`,
      `onFileSystem:${schemes.review}`,
    ],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description:
          'In an untrusted folder no server starts, whatever defines it, and no model is called. The servers of your settings are listed only.',
        restrictedConfigurations: [settings.servers],
      },
      virtualWorkspaces: false,
    },
    // Translations of the texts in the program; those of package.json itself are in package.nls.*.json.
    l10n: './dist/l10n',
    contributes: contributes(),
  };
}

function contributes(): Record<string, unknown> {
  return {
    commands: commandDeclarations.map(([command, { title, icon, enablement }]) => ({
      command,
      title,
      category: 'Countersign',
      ...(icon !== undefined && { icon: `$(${icon})` }),
      ...(enablement !== undefined && { enablement }),
    })),
    configuration: configuration(),
    // VS Code has a schema of its own for this file; ours knows the fields that only we read.
    jsonValidation: [{ fileMatch: '/.vscode/mcp.json', url: './schemas/mcp.schema.json' }],
    keybindings: keybindings(),
    menus: menus(),
    viewsContainers: { activitybar: [{ id: container, title: 'Countersign', icon: 'media/countersign.svg' }] },
    views: {
      [container]: [
        {
          id: views.servers,
          name: 'Servers',
          initialSize: 4,
          contextualTitle: 'Countersign Servers',
          icon: 'media/countersign.svg',
        },
        {
          id: views.reviews,
          name: 'Reviews',
          initialSize: 1,
          contextualTitle: 'Countersign Reviews',
          icon: 'media/countersign.svg',
        },
      ],
    },
    viewsWelcome: viewsWelcome(),
  };
}

function viewsWelcome(): readonly { view: string; contents: string; when?: string }[] {
  return [
    {
      view: views.servers,
      contents:
        'No MCP server yet. Add one, and what it offers is listed here; whatever it asks of a model comes to you first.\n[Add Server…](command:countersign.addServer)\n[Import Servers…](command:countersign.importServers)\n[Open Settings](command:countersign.openServerSettings)',
    },
    {
      view: views.reviews,
      contents: 'Nothing waits for you.\n[Open Review Desk](command:countersign.openDesk)',
      when: '!countersign.paused && !countersign.parkedCalls',
    },
    {
      view: views.reviews,
      contents:
        'Sampling is paused: every request is refused until you resume it.\n[Resume Sampling](command:countersign.resumeSampling)',
      when: 'countersign.paused',
    },
    {
      view: views.reviews,
      contents:
        'A call is parked: it waited for you when the window was closed or its connection was lost. The desk takes it up again.\n[Open Review Desk](command:countersign.openDesk)',
      when: '!countersign.paused && countersign.parkedCalls',
    },
  ];
}
