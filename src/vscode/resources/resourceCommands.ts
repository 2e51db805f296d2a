import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import type { ResourceRef, Watches } from '../../core/resources/watches.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { displayText } from '../../core/text/display.ts';
import { fileNameFor, safeName } from '../calls/contentNames.ts';
import type { DirectCalls } from '../calls/directCall.ts';
import { inSlices } from '../slices.ts';
import { ItemNode } from '../tree/nodes.ts';
import type { Content } from './resourceContents.ts';
import type { Resources } from './resources.ts';
import { plural, t } from '../../core/text/l10n.ts';

export interface ResourceCommandsOptions {
  readonly manager: ServerManager;
  readonly resources: Resources;
  readonly watches: Watches;
  readonly direct: DirectCalls;
}

/** *Save Resource to Workspace…*, *Watch Resource*, *Stop Watching Resource*: of a row, of the editor in front, or of a pick. */
export class ResourceCommands {
  readonly #options: ResourceCommandsOptions;

  constructor(options: ResourceCommandsOptions) {
    this.#options = options;
  }

  async save(argument: unknown): Promise<void> {
    const { resources, direct } = this.#options;
    const ref =
      this.#meant(argument) ??
      (await this.#pick(t('Save which resource?'), () => true, t('No running server offers a resource.')));
    if (!ref) return;
    let contents: readonly Content[];
    try {
      contents = await resources.contents(ref);
    } catch (error) {
      return direct.tell(ref.server, error);
    }
    const content = contents.length < 2 ? contents[0] : await pickPart(contents);
    if (!content) {
      if (contents.length === 0)
        void vscode.window.showInformationMessage(t('The server returned this resource without any content.'));
      return;
    }
    await saveContent(contents.length < 2 ? ref.uri : content.uri, content);
  }

  async watch(argument: unknown): Promise<void> {
    const { watches, direct } = this.#options;
    const free = (ref: ResourceRef) => watches.possible(ref.server) && !watches.has(ref.server, ref.uri);
    const nothing = t('No running server lets a resource be watched that is not watched already.');
    const ref = this.#meant(argument) ?? (await this.#pick(t('Watch which resource?'), free, nothing));
    if (!ref) return;
    await watches.watch(ref.server, ref.uri).catch((error: unknown) => direct.tell(ref.server, error));
  }

  async unwatch(argument: unknown): Promise<void> {
    const { watches, direct } = this.#options;
    const meant = this.#meant(argument);
    const ref = meant && watches.has(meant.server, meant.uri) ? meant : await this.#pickWatched();
    if (!ref) return;
    await watches.unwatch(ref.server, ref.uri).catch((error: unknown) => direct.tell(ref.server, error));
  }

  /** A row of the tree, or a resource that is open: a URI that something hands over reads nothing that nobody has opened. */
  #meant(argument: unknown): ResourceRef | undefined {
    if (argument instanceof ItemNode) {
      const { server, offered } = argument;
      return offered.kind === 'resource' ? { server, uri: offered.resource.uri } : undefined;
    }
    const { resources } = this.#options;
    const uri = argument instanceof vscode.Uri ? argument : activeUri();
    const place = uri && resources.files.placeOf(uri);
    if (!place) return undefined;
    const open = resources.files.open().some((other) => other.toString() === uri.toString());
    return open ? { server: place.server, uri: place.uri } : undefined;
  }

  async #pick(
    question: string,
    wanted: (ref: ResourceRef) => boolean,
    nothing: string,
  ): Promise<ResourceRef | undefined> {
    const refs = this.#options.manager.servers
      .filter(({ state }) => state.kind === 'running')
      .flatMap(({ name, catalog }) =>
        catalog.catalog.resources.map((resource) => ({
          ref: { server: name, uri: resource.uri },
          name: resource.title ?? resource.name,
        })),
      );
    return choose(
      question,
      refs.filter(({ ref }) => wanted(ref)),
      nothing,
    );
  }

  #pickWatched(): Promise<ResourceRef | undefined> {
    const { manager, watches, resources } = this.#options;
    const refs = manager.servers.flatMap(({ name }) =>
      watches.of(name).map((uri) => {
        const ref = { server: name, uri };
        const listed = resources.listed(ref);
        return { ref, name: listed?.title ?? listed?.name ?? uri };
      }),
    );
    return choose(t('Stop watching which resource?'), refs, t('No resource is watched.'));
  }
}

async function choose(
  question: string,
  choices: readonly { readonly ref: ResourceRef; readonly name: string }[],
  nothing: string,
): Promise<ResourceRef | undefined> {
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(nothing);
    return undefined;
  }
  const items = inSlices(choices, ({ ref, name }) => ({
    label: displayText(name, 80),
    description: `${displayText(ref.server, 60)} · ${displayText(ref.uri, 160)}`,
    ref,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: question, matchOnDescription: true }))?.ref;
}

async function pickPart(contents: readonly Content[]): Promise<Content | undefined> {
  const items = contents.map((content, index) => ({
    label: displayText(content.uri, 120),
    description: [content.mimeType, plural(content.bytes.length, '{0} byte', '{0} bytes')]
      .filter(Boolean)
      .map(String)
      .map((text) => displayText(text, 60))
      .join(' · '),
    content,
    index,
  }));
  return (
    await vscode.window.showQuickPick(items, { placeHolder: t('This resource has several parts. Save which one?') })
  )?.content;
}

function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}

/** VS Code's own dialog asks before anything is overwritten. */
async function saveContent(uri: string, { mimeType, bytes }: Content): Promise<void> {
  const name = safeName(fileNameFor(uri, mimeType, false));
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: t('Save Resource to Workspace'),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    void vscode.window.showErrorMessage(t('The resource was not saved: {0}', displayText(messageOf(error), 300)));
    return;
  }
  const open = t('Open');
  const saved = t('Saved {0}.', displayText(vscode.workspace.asRelativePath(target), 120));
  if ((await vscode.window.showInformationMessage(saved, open)) === open)
    await vscode.commands.executeCommand('vscode.open', target);
}
