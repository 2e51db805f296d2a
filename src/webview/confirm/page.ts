import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChangeView, ConfirmServer, ConfirmState, FromConfirm, ToConfirm } from '../../shared/confirm.ts';
import { ApprovalGuard } from '../desk/guard.ts';
import { button } from '../ui/button.ts';
import type { Host } from '../ui/host.ts';
import { icon } from '../ui/icons.ts';
import { afterPaint, Screen } from '../ui/screen.ts';
import { changeCard, changesIntro, moreView } from './changes.ts';
import { lineView } from './lines.ts';
import { dateText, plural, t } from '../../core/text/l10n.ts';

/** The extension and this page round the time that has passed each in its own way. Milliseconds. */
const guardMargin = 20;

/** Shows every launch definition that waits, line by line and whole, and hands over what the person decides about each. */
export class ConfirmPage {
  readonly #host: Host<ToConfirm, FromConfirm>;
  readonly #screen: Screen;
  readonly #guard: ApprovalGuard;
  #state: ConfirmState | undefined;
  #notTaken: { readonly hash: string; readonly message: string } | undefined;
  #wake: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host<ToConfirm, FromConfirm>, root: HTMLElement) {
    this.#host = host;
    this.#guard = new ApprovalGuard(
      () => (this.#state?.guardMs ?? 500) + guardMargin,
      () => performance.now(),
    );
    this.#screen = new Screen(
      root,
      () => this.#page(),
      () => this.#drawn(),
      () => 'h1',
    );
  }

  /** Draws the page and asks for what it shows. */
  start(): void {
    const host = this.#host;
    host.listen((message) => this.#take(message));
    document.addEventListener('visibilitychange', () => {
      this.#guard.unseen();
      if (document.visibilityState === 'visible') host.post({ type: 'ready' });
      this.#screen.schedule();
    });
    this.#screen.draw();
    host.post({ type: 'ready' });
  }

  #take(message: ToConfirm): void {
    switch (message.type) {
      case 'state':
        this.#state = message.state;
        this.#notTaken = undefined;
        break;
      case 'seen':
        this.#guard.painted(String(message.revision));
        break;
      case 'notTaken':
        this.#notTaken = { hash: message.hash, message: message.message };
        break;
    }
    this.#screen.schedule();
  }

  #drawn(): void {
    const revision = this.#state?.revision;
    if (revision === undefined) return;
    const key = String(revision);
    this.#guard.showing(key);
    const { armed, wait } = this.#guard.state;
    if (!armed && wait === undefined) {
      afterPaint(() => {
        if (this.#state?.revision === revision) this.#host.post({ type: 'rendered', revision });
      });
    } else if (wait !== undefined) {
      clearTimeout(this.#wake);
      this.#wake = setTimeout(() => this.#screen.schedule(), wait);
    }
  }

  #page(): TemplateResult {
    const servers = this.#state?.servers;
    const { changes = [], moreChanges = 0 } = this.#state ?? {};
    return html`<div class="confirm">
      <h1 tabindex="-1">${headingOf(this.#state)}</h1>
      ${servers === undefined ? nothing : servers.length > 0 ? intro() : changes.length > 0 ? nothing : empty()}
      ${repeat(
        servers ?? [],
        (server) => server.hash,
        (server) => this.#card(server),
      )}
      ${changes.length > 0 ? changesIntro(changes.length + moreChanges) : nothing}
      ${repeat(
        changes,
        (change) => change.id,
        (change) => this.#changeCard(change),
      )}
      ${moreChanges > 0 ? moreView(moreChanges) : nothing}
    </div>`;
  }

  #card(server: ConfirmServer): TemplateResult {
    const { armed, wait } = this.#guard.state;
    const id = `about-${server.hash}`;
    const problem = this.#notTaken?.hash === server.hash ? this.#notTaken.message : undefined;
    return html`<section class="card server" aria-labelledby=${id}>
      <h2 id=${id}>${server.name}</h2>
      <p class="changed">${sinceView(server)}</p>
      <dl class="facts-list">${server.lines.map((line) => lineView(line))}</dl>
      <div class="buttons">
        ${button({
          label: t('Confirm and start'),
          about: server.name,
          kind: 'primary',
          icon: 'check',
          inert: !armed,
          ...(wait !== undefined && { wait }),
          onClick: (event) => this.#confirm(event, server),
        })}
        ${button({
          label: t('Do not start'),
          about: server.name,
          onClick: () => this.#host.post({ type: 'dismiss', hash: server.hash }),
        })}
      </div>
      <p role="status">${problem === undefined ? nothing : html`${icon('info', 'info')} ${problem}`}</p>
    </section>`;
  }

  #changeCard(change: ChangeView): TemplateResult {
    const { id } = change;
    const problem = this.#notTaken?.hash === id ? this.#notTaken.message : undefined;
    return changeCard(change, {
      guard: this.#guard.state,
      problem,
      onAccept: (event) => this.#accept(event, change),
      onRefuse: () => this.#host.post({ type: 'refuse', id }),
      onCompare: () => this.#host.post({ type: 'compare', id }),
    });
  }

  #accept(event: MouseEvent, { id }: ChangeView): void {
    const revision = this.#state?.revision;
    if (!event.isTrusted || !this.#guard.state.armed || revision === undefined) return;
    this.#host.post({ type: 'accept', id, revision });
  }

  /** Only a press that the browser vouches for counts, and only when what is shown has been there for a while. */
  #confirm(event: MouseEvent, server: ConfirmServer): void {
    const revision = this.#state?.revision;
    if (!event.isTrusted || !this.#guard.state.armed || revision === undefined) return;
    this.#host.post({ type: 'confirm', hash: server.hash, revision });
  }
}

function headingOf(state: ConfirmState | undefined): string {
  if (state === undefined || state.changes.length === 0) return t('Confirm servers');
  return state.servers.length > 0 ? t('Confirm servers and changes') : t('What servers have changed');
}

function intro(): TemplateResult {
  return html`<p class="quiet">
    ${t('A server waits here when its definition comes from the workspace, depends on its folder, or has changed since you confirmed it. A program runs with your rights, and an address receives what the headers say. Confirm only what you know; any later change asks again.')}
  </p>`;
}

function empty(): TemplateResult {
  return html`<p class="quiet">${t('No server waits to be confirmed.')}</p>`;
}

/** What is known of the one before, in one sentence. */
function sinceView({ confirmedAt, lines }: ConfirmServer): TemplateResult {
  if (confirmedAt === undefined)
    return html`${icon('info', 'info')} ${t('Nothing of this server was confirmed here before.')}`;
  const when = dateText(confirmedAt);
  const differing = lines.filter(({ mark }) => mark !== 'same').length;
  const what =
    differing === 0
      ? t('no line that is shown differs, but it is written otherwise')
      : plural(
          differing,
          '{0} line differs from it and is marked below',
          '{0} lines differ from it and are marked below',
        );
  return html`${icon('warning', 'warning')} ${t('You confirmed another definition of this server on {0}: {1}.', when, what)}`;
}
