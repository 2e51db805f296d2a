import type { Frame } from 'playwright-core';
import { until } from '../support/poll.ts';
import type { WebviewPage } from './webviewPage.ts';

/** A message between a page and the extension. */
export type Message = Readonly<{ type: string }> & Readonly<Record<string, unknown>>;

/** What the desk shows: names of the review and of what an approval would send. */
export interface Shown {
  readonly id: string;
  readonly hash: string;
}

/** The part of the desk's status that matters here. */
interface Status {
  readonly id: string;
  readonly outgoing?: { readonly hash: string };
}

interface Seen {
  readonly at: number;
  readonly message: Message;
}

/** What these helpers keep in a page. */
interface Notes {
  seen: Seen[];
  presses: { readonly at: number; readonly button: string }[];
}

declare global {
  interface Window {
    notes?: Notes;
    /** In the frame around a page: how VS Code passes a page's message to the extension. */
    __vscode_post_message__?: (channel: string, data: unknown) => void;
  }
}

/** Keeps the messages and presses that a page gets from now on. A page that was hidden is another one. */
export async function watch(page: WebviewPage): Promise<Frame> {
  const frame = await page.frame();
  await frame.evaluate(() => {
    if (window.notes !== undefined) return;
    const notes: Notes = { seen: [], presses: [] };
    window.notes = notes;
    window.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      notes.seen.push({ at: performance.now(), message: data });
    });
    window.addEventListener(
      'click',
      (event) => {
        const button = event.target instanceof Element ? event.target.closest('button') : null;
        if (button !== null) notes.presses.push({ at: performance.now(), button: button.textContent.trim() });
      },
      { capture: true },
    );
  });
  return frame;
}

/** Sends a message to the extension in the name of a page, past the page's own rules. */
export async function postAs(page: WebviewPage, ...messages: readonly Message[]): Promise<void> {
  const around = (await page.frame()).parentFrame();
  await around?.evaluate((list: readonly Message[]) => {
    for (const message of list) window.__vscode_post_message__?.('onmessage', { message });
  }, messages);
}

function messagesOf(frame: Frame): Promise<readonly Message[]> {
  return frame.evaluate(() => window.notes?.seen.map(({ message }) => message) ?? []);
}

/** The review on the desk and the hash that an approval of it would have to carry. The desk must be watched. */
export async function shownOn(page: WebviewPage): Promise<Shown> {
  const frame = await watch(page);
  return until('what the desk shows', async () => {
    const all = await messagesOf(frame);
    const statuses = all.map(({ status }) => status as Status | undefined);
    const last = statuses.findLast((status) => status !== undefined);
    return last?.outgoing === undefined ? undefined : { id: last.id, hash: last.outgoing.hash };
  });
}

/** Waits until the extension says why it does not take a decision, and returns the sentence. `after` skips earlier ones. */
export async function notTaken(page: WebviewPage, after = 0): Promise<string> {
  const frame = await watch(page);
  return until('a sentence why it was not taken', async () => {
    const refusals = (await messagesOf(frame)).filter(({ type }) => type === 'notTaken');
    return refusals.slice(after).at(-1)?.['message'] as string | undefined;
  });
}

/** How often the extension has said that it does not take a decision. */
export async function refusals(page: WebviewPage): Promise<number> {
  return (await messagesOf(await watch(page))).filter(({ type }) => type === 'notTaken').length;
}

/** What became of presses that followed a change at once. */
export interface Presses {
  /** Presses before the change was on screen, or within the guard's time of it. None of them may count. */
  readonly early: number;
  /** Presses that came too late to say anything: the machine was slow. */
  readonly late: number;
}

/** The time for which a changed page takes no decision, in milliseconds. */
const guard = 500;

/**
 * Changes what is shown and presses a button several times at once, with real presses at the place where it stands.
 * `change` makes a message of the extension come, sooner or later.
 */
export async function pressAtOnce(
  page: WebviewPage,
  button: string,
  change: () => Promise<unknown>,
  at?: { readonly x: number; readonly y: number },
): Promise<Presses> {
  const frame = await watch(page);
  const place = at ?? (await placeOf(page, button));
  const since = await frame.evaluate(() => performance.now());
  await change();
  const changed = Date.now();
  // A machine that is too slow for five of them makes fewer: what comes late says nothing.
  for (let press = 0; press < 5 && Date.now() - changed < guard / 2; press++) {
    await page.workbench.page.mouse.click(place.x, place.y);
  }
  return until('the change in the page', () =>
    frame.evaluate(
      ({ name, from, time }): Presses | undefined => {
        const { presses, seen } = window.notes ?? { presses: [], seen: [] };
        const changes = seen.filter(({ at: when, message }) => when > from && message.type !== 'notTaken');
        if (changes.length === 0) return undefined;
        const ages = presses
          .filter(({ at: when, button: pressed }) => when > from && pressed === name)
          .map(({ at: when }) => when - (changes.findLast((one) => one.at <= when)?.at ?? when));
        const early = ages.filter((age) => age < time).length;
        return { early, late: ages.length - early };
      },
      { name: button, from: since, time: guard },
    ),
  );
}

/**
 * From now on the page claims to have painted whatever else the extension says would be sent, and approves it, in the very
 * moment in which it hears of it.
 */
export async function approveWithoutLooking(page: WebviewPage): Promise<void> {
  await watch(page);
  await (await page.frame()).parentFrame()?.evaluate(() => {
    const inner = document.querySelector<HTMLIFrameElement>('#active-frame')?.contentWindow;
    let known: string | undefined;
    let revision = 0;
    inner?.addEventListener(
      'message',
      ({ data }: MessageEvent<{ status?: Status; content?: { revision: number } }>) => {
        revision = data.content?.revision ?? revision;
        const hash = data.status?.outgoing?.hash;
        if (data.status === undefined || hash === undefined || hash === known) return;
        known = hash;
        const { id } = data.status;
        for (const message of [
          { type: 'rendered', id, hash, revision },
          { type: 'approve', id, hash },
        ]) {
          window.__vscode_post_message__?.('onmessage', { message });
        }
      },
    );
  });
}

/** The middle of a button, on the screen. */
export async function placeOf(page: WebviewPage, button: string): Promise<{ x: number; y: number }> {
  const box = await (await page.button(button)).boundingBox();
  if (box === null) {
    throw new Error(`“${button}” is not on the screen`);
  }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
