import type { Clock } from '../../core/util/clock.ts';
import type { Fetch } from './httpFetch.ts';
import { t } from '../../core/text/l10n.ts';

/** Milliseconds in which a server begins to answer the request for its stream, be it with a refusal. */
const SLOW = 10_000;

const SENTENCE = t(
  'The stream on which the server sends messages of its own has not begun: something between here and it (a proxy) may keep it back. What it asks or announces outside of a call may come late or never.',
);

export interface OpeningListener {
  /** A sentence while the stream does not begin; undefined when it has. */
  onTrouble(sentence: string | undefined): void;
  /** The stream was opened again from its beginning: what was sent meanwhile is lost. */
  onReopened(): void;
}

/** Follows the stream that a GET opens (Streamable HTTP): that it begins, and that it is another one than before. */
export function watchOpening(fetch: Fetch, clock: Clock, listener: OpeningListener): Fetch {
  let opened = false;
  return async (url, init) => {
    if (init?.method !== 'GET') return fetch(url, init);
    let slow = false;
    const timer = clock.timeout(() => {
      slow = true;
      listener.onTrouble(SENTENCE);
    }, SLOW);
    try {
      const response = await fetch(url, init);
      const resumed = new Headers(init.headers).has('last-event-id');
      if (response.ok && opened && !resumed) listener.onReopened();
      if (response.ok) opened = true;
      return response;
    } finally {
      timer.dispose();
      if (slow) listener.onTrouble(undefined);
    }
  };
}
