import * as vscode from 'vscode';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { Disposable } from '../../core/util/disposable.ts';
import { commands } from '../manifest.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** Says in the status bar how many reviews wait, or that sampling is paused. With neither, there is nothing to say. */
export class StatusBar implements vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #item: vscode.StatusBarItem;
  readonly #follow: Disposable;

  constructor(desk: ReviewDesk) {
    this.#desk = desk;
    this.#item = vscode.window.createStatusBarItem('countersign.status', vscode.StatusBarAlignment.Left, 10);
    this.#item.name = 'Countersign';
    this.#follow = desk.onDidChange(() => this.#update());
    this.#update();
  }

  dispose(): void {
    this.#follow.dispose();
    this.#item.dispose();
  }

  #update(): void {
    const { paused, pendingCount } = this.#desk;
    if (!paused && pendingCount === 0) {
      this.#item.hide();
      return;
    }
    const waiting = plural(pendingCount, '{0} review', '{0} reviews');
    const text = paused
      ? `$(debug-pause) ${t('Sampling paused')}${pendingCount > 0 ? `, ${waiting}` : ''}`
      : `$(law) ${waiting}`;
    this.#item.text = text;
    this.#item.tooltip = paused
      ? t('Countersign refuses every sampling request until you resume.')
      : plural(pendingCount, 'Countersign: a request waits for you.', 'Countersign: {0} requests wait for you.');
    this.#item.accessibilityInformation = {
      label: `Countersign: ${text.replace(/\$\([^)]*\) /, '')}`,
      role: 'button',
    };
    this.#item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.#item.command = paused && pendingCount === 0 ? commands.resumeSampling : commands.openDesk;
    this.#item.show();
  }
}
