import { html, type TemplateResult } from 'lit';
import { type FromServer, type ServerPage, type ToServer, type TrafficRow } from '../../shared/server.ts';
import { Announcer } from '../ui/announce.ts';
import type { Host } from '../ui/host.ts';
import { Screen } from '../ui/screen.ts';
import { serverPage } from './parts/page.ts';
import { trafficPage } from './parts/traffic.ts';
import { type TrafficFilter, TrafficStore } from './store.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** Pause before the extension looks for what was typed, in milliseconds. */
const TYPING = 150;

/** The message that is looked at. */
export interface Looked {
  readonly seq: number;
  /** Absent until it came. */
  readonly text?: string;
  readonly note?: string;
}

/** A page of one server: what is known of it, or its traffic, whichever the extension sends. */
export class ServerApp {
  readonly store = new TrafficStore();
  readonly #host: Host<ToServer, FromServer>;
  readonly #screen: Screen;
  readonly #announcer: Announcer;
  #page: ServerPage | undefined;
  #server: string | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** Whether the end of the list was in sight before it grew. */
  #atEnd = true;
  looked: Looked | undefined;
  said = '';

  constructor(host: Host<ToServer, FromServer>, root: HTMLElement) {
    this.#host = host;
    this.#announcer = new Announcer(document.body);
    this.#screen = new Screen(
      root,
      () => this.#template(),
      () => this.#drawn(),
      () => 'h1',
    );
  }

  start(): void {
    this.#host.listen((message) => this.#take(message));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#host.post({ type: 'ready' });
    });
    this.#screen.draw();
    this.#host.post({ type: 'ready' });
  }

  get server(): string {
    return this.#server ?? '';
  }

  post(message: FromServer): void {
    this.#host.post(message);
  }

  /** Changes what is shown of the traffic. */
  choose(part: Partial<TrafficFilter>): void {
    this.store.filter = { ...this.store.filter, ...part };
    if (part.text !== undefined) {
      clearTimeout(this.#typing);
      const { text } = part;
      this.#typing = setTimeout(() => this.post({ type: 'find', text }), TYPING);
    }
    this.#screen.schedule();
  }

  pause(on: boolean): void {
    this.store.pause(on);
    this.#atEnd = !on;
    this.#screen.schedule();
  }

  look(row: TrafficRow): void {
    if (this.looked?.seq === row.seq) return;
    this.looked = { seq: row.seq };
    this.post({ type: 'look', seq: row.seq });
    this.#screen.schedule();
  }

  /** The list was scrolled by the person. */
  scrolled(list: HTMLElement): void {
    this.#atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  }

  #take(message: ToServer): void {
    switch (message.type) {
      case 'page':
        this.#page = message.page;
        this.#server = undefined;
        break;
      case 'traffic':
        this.#server = message.server;
        this.#page = undefined;
        this.store.take(message);
        if (!this.store.rows.some(({ seq }) => seq === this.looked?.seq)) this.looked = undefined;
        // A page that was hidden has forgotten what was found.
        if (this.store.filter.text !== '') this.post({ type: 'find', text: this.store.filter.text });
        break;
      case 'added':
        this.store.take(message);
        break;
      case 'found':
        this.store.take(message);
        this.#announcer.say(
          plural(this.store.shown.length, '{0} message with this text', '{0} messages with this text'),
        );
        break;
      case 'message': {
        const { seq, text, note } = message;
        if (this.looked?.seq === seq) this.looked = { seq, text, ...(note !== undefined && { note }) };
        break;
      }
      case 'said':
        this.said = message.text;
        this.#announcer.say(message.text);
        break;
    }
    this.#screen.schedule();
  }

  #template(): TemplateResult {
    if (this.#page) return serverPage(this, this.#page);
    if (this.#server !== undefined) return trafficPage(this);
    return html`<h1 tabindex="-1" class="visually-hidden">${t('Server')}</h1>`;
  }

  #drawn(): void {
    const list = document.getElementById('messages');
    if (list && this.#atEnd && !this.store.paused) list.scrollTop = list.scrollHeight;
  }
}
