import * as vscode from 'vscode';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import type { CatalogKind } from '../../core/servers/session.ts';
import { displayText } from '../../core/text/display.ts';
import type { Resources } from '../resources/resources.ts';
import { inSlices } from '../slices.ts';
import { ItemNode, type Offered } from '../tree/nodes.ts';
import { annotationWords, descriptionOf, idOf, offeredOf, titleOf } from '../tree/offered.ts';
import { needsNoInput } from './callForm.ts';
import type { CallPanels } from './callPanels.ts';
import { t } from '../../core/text/l10n.ts';

export interface CallCommandsOptions {
  readonly manager: ServerManager;
  readonly panels: CallPanels;
  readonly resources: Resources;
}

interface Choice {
  readonly server: string;
  readonly offered: Offered;
}

/** *Run Tool…*, *Read Resource…*, *Get Prompt…*, *Send Prompt to Model…*. Only a row of the tree is taken as it is; everything else is asked for. */
export class CallCommands {
  readonly #options: CallCommandsOptions;

  constructor(options: CallCommandsOptions) {
    this.#options = options;
  }

  /** Opens the tool's form; nothing is called before the person presses *Run* there. */
  async runTool(argument: unknown): Promise<void> {
    const choice =
      itemOf(argument, ['tool']) ??
      (await this.#pick(['tools'], t('Run which tool?'), t('No running server offers a tool.')));
    if (choice) this.#options.panels.open(choice.server, choice.offered);
  }

  async readResource(argument: unknown): Promise<void> {
    const kinds: readonly CatalogKind[] = ['resources', 'resourceTemplates'];
    const given = itemOf(argument, ['resource', 'resourceTemplate']);
    const choice =
      given ?? (await this.#pick(kinds, t('Read which resource?'), t('No running server offers a resource.')));
    if (!choice) return;
    const { server, offered } = choice;
    if (needsNoInput(offered)) await this.#options.resources.show({ server, uri: idOf(offered) });
    else this.#options.panels.open(server, offered);
  }

  async getPrompt(argument: unknown): Promise<void> {
    const choice =
      itemOf(argument, ['prompt']) ??
      (await this.#pick(['prompts'], t('Get which prompt?'), t('No running server offers a prompt.')));
    if (!choice) return;
    this.#options.panels.open(choice.server, choice.offered, { run: needsNoInput(choice.offered) });
  }

  /** Gets the prompt, after its arguments, and puts its messages on the desk. There a person decides; this command sends nothing. */
  async sendPrompt(argument: unknown): Promise<void> {
    const choice =
      itemOf(argument, ['prompt']) ??
      (await this.#pick(['prompts'], t('Send which prompt?'), t('No running server offers a prompt.')));
    if (!choice) return;
    this.#options.panels.open(choice.server, choice.offered, { run: needsNoInput(choice.offered), send: true });
  }

  /** A new tool or prompt is new no more. */
  async markSeen(argument: unknown): Promise<void> {
    const choice = itemOf(argument, ['tool', 'prompt']);
    if (!choice) return;
    const kind = choice.offered.kind === 'tool' ? 'tools' : 'prompts';
    await this.#options.manager.get(choice.server)?.pins?.markSeen(kind, idOf(choice.offered));
  }

  async #pick(kinds: readonly CatalogKind[], question: string, nothing: string): Promise<Choice | undefined> {
    const running = this.#options.manager.servers.filter(({ state }) => state.kind === 'running');
    const found = running.flatMap(({ name, catalog }) =>
      kinds.flatMap((kind) => offeredOf(catalog.catalog, kind).map((offered) => ({ server: name, offered }))),
    );
    if (found.length === 0) {
      void vscode.window.showInformationMessage(nothing);
      return undefined;
    }
    return vscode.window.showQuickPick(inSlices(found, pickItem), {
      placeHolder: question,
      matchOnDescription: true,
      matchOnDetail: true,
    });
  }
}

function pickItem({ server, offered }: Choice): vscode.QuickPickItem & Choice {
  const words = offered.kind === 'tool' ? annotationWords(offered.tool) : [];
  const detail = displayText(descriptionOf(offered) ?? '', 160);
  return {
    label: displayText(titleOf(offered), 80),
    description: [displayText(server, 60), ...words].join(' · '),
    ...(detail !== '' && { detail }),
    server,
    offered,
  };
}

/** A row of the tree, and nothing that only looks like one: JSON from a task or a link is no instance of ours. */
function itemOf(argument: unknown, kinds: readonly Offered['kind'][]): Choice | undefined {
  return argument instanceof ItemNode && kinds.includes(argument.offered.kind) ? argument : undefined;
}
