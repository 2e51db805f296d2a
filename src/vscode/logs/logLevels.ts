import * as vscode from 'vscode';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import { defaultLogChoice, type LogChoice, logChoiceOf, logLevels } from '../../core/servers/logLevel.ts';
import { displayText } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';

const KEY = 'countersign.logLevels';

const explained: Readonly<Record<LogChoice, string>> = {
  debug: t('everything'),
  info: t('what happens'),
  notice: t('what is out of the ordinary'),
  warning: t('what may go wrong'),
  error: t('what went wrong'),
  critical: t('parts that fail'),
  alert: t('what needs somebody at once'),
  emergency: t('that nothing works any more'),
  off: t('no message of the server'),
};

/** Which log messages a person wants of each server. Kept for the workspace. */
export class LogLevels {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  of(server: string): LogChoice {
    return logChoiceOf(this.#kept()[server]);
  }

  /** The choice in words. */
  words(server: string): string {
    const choice = this.of(server);
    return `${choice}: ${explained[choice]}`;
  }

  /** *Set Log Level…*: asks, keeps the answer and has the server told. */
  async choose(server: ManagedServer): Promise<void> {
    const current = this.of(server.name);
    const choices: readonly LogChoice[] = [...logLevels, 'off'];
    const items = choices.map((choice) => ({
      label: choice,
      description: choice === current ? t('{0} (now)', explained[choice]) : explained[choice],
      choice,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: t('Log level of {0}', displayText(server.name, 60)),
      placeHolder: t('Show log messages of this level and of graver ones'),
    });
    if (!picked) return;
    const { [server.name]: _before, ...others } = this.#kept();
    const kept = picked.choice === defaultLogChoice ? others : { ...others, [server.name]: picked.choice };
    await this.#state.update(KEY, kept);
    server.logChoiceChanged();
  }

  #kept(): Readonly<Record<string, unknown>> {
    const kept = this.#state.get<unknown>(KEY);
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  }
}
