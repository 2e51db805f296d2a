import { displayText } from '../text/display.ts';
import { t } from '../text/l10n.ts';
import { Emitter } from '../util/emitter.ts';
import type { OnDesk } from './deskItem.ts';
import { type FindingCount, findingsOf, wasInspected } from './findingCount.ts';
import type { RestLimits } from './joint.ts';
import type { Review } from './review.ts';
import { callKeyOf, frameOf, mediaOf, wayOf } from './similar.ts';

import { notTaken, TAKEN, type Taken } from './taken.ts';
import { causeLabel } from './views.ts';

/** The bounds of what a person may set. */
export const REST_BOUNDS = { requests: 500, bytes: 64 * 1024 * 1024 } as const;

/** One *Approve the rest of this call*: what it covers, how much is left, and how it ended. */
export interface Rest {
  readonly id: string;
  readonly server: string;
  /** Names the call, for a person. */
  readonly cause: string;
  readonly limits: RestLimits;
  readonly used: { readonly requests: number; readonly bytes: number; readonly tokens: number };
  /** One sentence, once it is over. */
  readonly ended?: string;
}

/** What a request has to be like to pass, as text that is equal or not. */
interface Terms {
  readonly call: string;
  readonly callId: string;
  readonly frame: string;
  readonly way: string;
}

interface Entry {
  rest: Rest;
  readonly terms: Terms;
}

export interface RestPorts {
  findingsOf(review: Review): FindingCount;
  isInspected(review: Review): boolean;
}

/**
 * The person's word that more requests of one call may pass without being asked for, up to a number and a size. It begins with the
 * approval of a request that was on screen, and covers only what differs from that one in its messages. It lives in memory: a reload
 * ends it, and so do the end of the call, a pause, a change of models or their settings, and its own limits.
 */
export class Rests {
  readonly #ports: RestPorts;
  readonly #changed = new Emitter<void>();
  #entries: readonly Entry[] = [];
  /** What had its one chance: a request that came back after a failure waits for the person. */
  readonly #tried = new WeakSet<Review>();
  /** What the person had before their eyes and did not approve. */
  readonly #leftOut = new WeakSet<Review>();

  constructor(ports: RestPorts = { findingsOf, isInspected: wasInspected }) {
    this.#ports = ports;
  }

  readonly onDidChange = this.#changed.event;

  /** Those that are in force, and those that ended and were not put away yet. */
  get all(): readonly Rest[] {
    return this.#entries.map(({ rest }) => rest);
  }

  /** Whether one may begin with this request, before it is approved. */
  check(review: Review, limits: RestLimits): Taken {
    const { requests, bytes } = limits;
    const whole = Number.isSafeInteger(requests) && Number.isSafeInteger(bytes);
    if (!whole || requests < 1 || bytes < 1 || requests > REST_BOUNDS.requests || bytes > REST_BOUNDS.bytes)
      return notTaken(t('Set how many requests may pass, and of which size together.'));
    if (callKeyOf(review.ask) === undefined)
      return notTaken(t('It is not certain which call this request belongs to, so the rest of it cannot be approved.'));
    if (review.draft.edited)
      return notTaken(
        t('You changed this request. Those that follow would go as the server asks them, so look at each.'),
      );
    return TAKEN;
  }

  /** Approves a request, and with `limits` the rest of its call by the same press. */
  approve(review: Review, hash: string, limits?: RestLimits): Taken {
    if (limits === undefined) return review.approve({ hash });
    const allowed = this.check(review, limits);
    if (!allowed.taken) return allowed;
    const taken = review.approve({ hash, joint: { rest: { id: restIdOf(review), granted: limits } } });
    if (taken.taken) this.begin(review, limits);
    return taken;
  }

  /** Begins one with a request that passed `check` and was just approved. An earlier one for the same call is over. */
  begin(review: Review, limits: RestLimits): Rest | undefined {
    const { ask, params } = review;
    const call = callKeyOf(ask);
    const way = wayOf(review);
    if (call === undefined || way === undefined || ask.cause.certainty !== 'certain') return undefined;
    this.#entries = this.#entries.filter(({ terms }) => terms.call !== call);
    const rest: Rest = {
      id: restIdOf(review),
      server: displayText(ask.server.name),
      cause: causeLabel(ask.cause),
      limits,
      used: { requests: 0, bytes: 0, tokens: 0 },
    };
    this.#entries = [
      ...this.#entries,
      { rest, terms: { call, callId: ask.cause.call.id, frame: frameOf(params), way } },
    ];
    this.#changed.fire();
    return rest;
  }

  /** These wait for a decision of their own, whatever is approved besides. */
  leaveOut(reviews: Iterable<Review>): void {
    for (const review of reviews) this.#leftOut.add(review);
  }

  /** Lets a waiting request pass by one that covers it. False when it waits for the person. */
  consider(item: OnDesk): boolean {
    if (item.kind !== 'sampling' || this.#tried.has(item)) return false;
    const entry = this.#entries.find(({ rest, terms }) => rest.ended === undefined && covers(terms, item));
    const { outgoing } = item;
    if (entry === undefined || outgoing === undefined || this.#held(item) !== undefined) return false;
    const { rest } = entry;
    const used = {
      requests: rest.used.requests + 1,
      bytes: rest.used.bytes + outgoing.bytes,
      tokens: rest.used.tokens + (item.draft.tokens?.total ?? 0),
    };
    if (used.bytes > rest.limits.bytes) {
      this.#end(entry, t('The next request is larger than what was left of the size that you set.'));
      return false;
    }
    this.#tried.add(item);
    if (!item.approve({ hash: outgoing.hash, joint: { rest: { id: rest.id } } }).taken) return false;
    entry.rest = { ...rest, used };
    if (used.requests >= rest.limits.requests) this.#end(entry, t('The number of requests that you set is used up.'));
    else this.#changed.fire();
    return true;
  }

  /** Why a waiting request of a covered call does not pass; absent where that is no question. */
  whyNot(item: OnDesk): string | undefined {
    if (item.kind !== 'sampling' || item.phase !== 'pending') return undefined;
    const call = callKeyOf(item.ask);
    const entry = this.#entries.find(({ rest, terms }) => rest.ended === undefined && terms.call === call);
    if (entry === undefined || item.outgoing === undefined) return undefined;
    if (!covers(entry.terms, item)) return t('It asks in another way than the one that you approved the rest with.');
    return this.#held(item);
  }

  /** *Take it back*, or putting away the note about one that has ended. */
  takeBack(id: string): Taken {
    const entry = this.#entries.find(({ rest }) => rest.id === id);
    if (entry === undefined) return notTaken(t('This approval is not in force any more.'));
    if (entry.rest.ended === undefined) this.#end(entry, t('You took it back.'));
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#changed.fire();
    return TAKEN;
  }

  callEnded(callId: string): void {
    this.endAll(t('The call has ended.'), ({ terms }) => terms.callId === callId);
  }

  modelsChanged(): void {
    this.endAll(t('Models or their settings have changed.'));
  }

  /** Ends all that are in force, or those that match. */
  endAll(why: string, which: (entry: { readonly terms: { readonly callId: string } }) => boolean = () => true): void {
    for (const entry of this.#entries) if (entry.rest.ended === undefined && which(entry)) this.#end(entry, why);
  }

  /** Ends the one whose first approval could not be written down. */
  beginnerClosed(review: OnDesk): void {
    if (review.ending?.error?.kind !== 'noLedger' || review.kind !== 'sampling') return;
    const entry = this.#entries.find(({ rest }) => rest.id === restIdOf(review));
    if (entry && entry.rest.ended === undefined) this.#end(entry, t('The ledger cannot be written.'));
  }

  #end(entry: Entry, why: string): void {
    entry.rest = { ...entry.rest, ended: why };
    this.#changed.fire();
  }

  /** Why a request that the terms cover waits all the same. */
  #held(review: Review): string | undefined {
    if (this.#leftOut.has(review)) return t('It was left out of what you approved.');
    if (review.failed || this.#tried.has(review)) return t('Its last try failed.');
    if (isTouched(review)) return t('You changed it.');
    if (!this.#ports.isInspected(review)) return t('It is still being inspected.');
    const { high, medium } = this.#ports.findingsOf(review);
    if (high + medium > 0) return t('It has findings.');
    return mediaOf(review.params).length > 0 ? t('It carries an image or other media.') : undefined;
  }
}

/** Whoever has begun to change a request, also in a tab or by a plan, has it before them. */
function isTouched({ draft, tabs, comparison }: Review): boolean {
  const { edited, revision, modelByPerson, priorities } = draft;
  const begun = tabs.unsaved.length > 0 || comparison.planning || priorities !== undefined;
  return edited || revision > 0 || modelByPerson || begun;
}

function covers(terms: Terms, review: Review): boolean {
  return (
    review.phase === 'pending' &&
    callKeyOf(review.ask) === terms.call &&
    frameOf(review.params) === terms.frame &&
    wayOf(review) === terms.way
  );
}

/** Named after the request that it began with. */
export function restIdOf({ id }: Pick<Review, 'id'>): string {
  return `rest-of-${id}`;
}
