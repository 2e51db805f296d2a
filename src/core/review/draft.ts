import { shownOf } from '../errors.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import type { Match } from '../models/candidate.ts';
import type { ModelRef, OutgoingRequest } from '../models/provider.ts';
import type { ModelProblem } from '../models/registry.ts';
import type { Priorities } from '../models/scoring.ts';
import { estimateTokens, type TokenEstimate } from '../models/tokens.ts';
import { t } from '../text/l10n.ts';
import { applyEdits } from './applyEdits.ts';
import { type Edit, type Edits, isEdited, NO_EDITS } from './edits.ts';
import { UndoStack } from './undoStack.ts';
import type { Failure, SentRequest } from './steps.ts';
import { withEdits } from './withEdit.ts';

/** How a request becomes what would be sent. `prepare` throws `ProviderError`. */
export interface Preparation {
  prepare(params: CreateMessageRequestParams, model: ModelRef): OutgoingRequest;
}

/** What a person decided about the request: what *Undo* goes back to. */
interface Choices {
  readonly edits: Edits;
  /** The model that they chose. */
  readonly model?: ModelRef;
}

/**
 * The request as a person would send it now: the server's own with the edits, the model, and the outgoing request that follows from
 * both. While `frozen` (decided, or a model answers) what was approved stays on screen.
 */
export class RequestDraft {
  readonly asked: CreateMessageRequestParams;
  readonly #preparation: Preparation;
  #edits: Edits = NO_EDITS;
  #params: CreateMessageRequestParams;
  #revision = 0;
  #sent = 0;
  #match: Match | undefined;
  #problems: readonly ModelProblem[] = [];
  #problem: string | undefined;
  #model: ModelRef | undefined;
  #modelByPerson = false;
  #priorities: Priorities | undefined;
  /** The person changed the priorities: the match that heeds them takes its model along. */
  #follows = false;
  #matched: Match | undefined;
  #outgoing: OutgoingRequest | undefined;
  #tokens: TokenEstimate | undefined;
  /** Of the request as edited, whichever model it goes to: a long text is counted once. */
  #counted: { readonly of: CreateMessageRequestParams; readonly tokens: TokenEstimate } | undefined;
  #frozen = false;
  readonly #steps = new UndoStack<Choices>(({ edits }) => JSON.stringify(edits).length);

  /** `edits`: those that were made before, such as to a request that was parked. */
  constructor(asked: CreateMessageRequestParams, preparation: Preparation, edits: Edits = NO_EDITS) {
    this.asked = asked;
    this.#edits = edits;
    this.#params = applyEdits(asked, edits);
    this.#preparation = preparation;
  }

  get preparation(): Preparation {
    return this.#preparation;
  }
  /** As edited. */
  get params(): CreateMessageRequestParams {
    return this.#params;
  }
  get edits(): Edits {
    return this.#edits;
  }
  get edited(): boolean {
    return isEdited(this.#edits);
  }
  /** Edited after it was sent: an answer that is there is none to what is on screen. */
  get editedSince(): boolean {
    return this.#revision !== this.#sent;
  }
  /** It was approved as it stands. */
  approved(): void {
    this.#sent = this.#revision;
  }
  /** Grows with every edit. */
  get revision(): number {
    return this.#revision;
  }
  get match(): Match | undefined {
    return this.#match;
  }
  /** The match as it was when what would be sent was last made: it stays while that is decided or on its way. */
  get matched(): Match | undefined {
    return this.#matched;
  }
  /** The person's own priorities, in place of the server's. They are for matching alone and never sent. */
  get priorities(): Priorities | undefined {
    return this.#priorities;
  }
  get model(): ModelRef | undefined {
    return this.#model;
  }
  /** True when the person chose the model here. */
  get modelByPerson(): boolean {
    return this.#modelByPerson;
  }
  get outgoing(): OutgoingRequest | undefined {
    return this.#outgoing;
  }
  get tokens(): TokenEstimate | undefined {
    return this.#tokens;
  }
  /** Why the chosen model cannot take the request. */
  get problem(): string | undefined {
    return this.#problem;
  }
  /** Providers that could not say which models they have. */
  get problems(): readonly ModelProblem[] {
    return this.#problems;
  }

  /** What is known of a request that goes out now, for its answer. */
  sent(outgoing: OutgoingRequest): SentRequest {
    const price = this.#match?.candidates.find(({ model }) => model.ref === outgoing.model.ref)?.price;
    return { outgoing, maxTokens: this.#params.maxTokens, ...(price && { price }) };
  }

  /** With no model at all, what may help; said before anything was tried. */
  get noModel(): Failure | undefined {
    if (this.#match === undefined || this.#match.candidates.length > 0) return undefined;
    const offered = new Set(this.#problems.flatMap((problem) => problem.remedies));
    for (const remedy of ['openSettings', 'detectLocalModels', 'answerByHand'] as const) offered.add(remedy);
    // There is no other model to choose, and nothing was tried that could be tried again.
    offered.delete('otherModel');
    offered.delete('retry');
    const endpoint = this.#problems.find((problem) => problem.remedies.includes('setApiKey'))?.endpoint;
    return { message: this.#match.why, remedies: [...offered], ...(endpoint === undefined ? {} : { endpoint }) };
  }

  set frozen(frozen: boolean) {
    this.#frozen = frozen;
    this.#prepare();
  }

  get canUndo(): boolean {
    return this.#steps.canUndo;
  }
  get canRedo(): boolean {
    return this.#steps.canRedo;
  }

  /**
   * One edit, or several that are one step for *Undo*. A sentence when one cannot be: then none is made. Edits with the same `joins` in
   * a row are one step.
   */
  edit(edit: Edit | readonly Edit[], joins?: string): true | string {
    const edits = withEdits(this.asked, this.#edits, 'part' in edit ? [edit] : edit);
    if (typeof edits === 'string') return edits;
    this.#steps.step(this.#choices, joins);
    return this.#take({ ...this.#choices, edits });
  }

  /** Back to what the server asked and to the model that was matched. False when it is that already. */
  reset(): boolean {
    if (Object.keys(this.#edits).length === 0 && !this.#modelByPerson) return false;
    this.#steps.step(this.#choices);
    return this.#take({ edits: NO_EDITS });
  }

  /** False when there is nothing to take back. */
  undo(): boolean {
    const before = this.#steps.undo(this.#choices);
    return before !== undefined && this.#take(before);
  }

  /** False when nothing was taken back. */
  redo(): boolean {
    const after = this.#steps.redo(this.#choices);
    return after !== undefined && this.#take(after);
  }

  setMatch(match: Match, problems: readonly ModelProblem[]): void {
    this.#match = match;
    this.#problems = problems;
    if (this.#follows && !this.#frozen && sameWeights(match.yours, this.#priorities)) {
      this.#follows = false;
      if (!this.#modelByPerson) this.#model = match.chosen;
    }
    this.#prepare();
  }

  /** Takes the person's priorities, or with none goes back to the server's. A model that the person chose stays. */
  weigh(priorities: Priorities | undefined): void {
    this.#priorities = priorities;
    this.#follows = true;
  }

  /** False when there is no such model among the candidates. */
  selectModel(model: ModelRef): boolean {
    if (!this.#offers(model)) return false;
    this.#steps.step(this.#choices);
    this.#model = model;
    this.#modelByPerson = true;
    this.#prepare();
    return true;
  }

  get #choices(): Choices {
    return { edits: this.#edits, ...(this.#modelByPerson && this.#model !== undefined ? { model: this.#model } : {}) };
  }

  #offers(model: ModelRef | undefined): boolean {
    return this.#match?.candidates.some((candidate) => candidate.model.ref === model) ?? false;
  }

  #take({ edits, model }: Choices): true {
    this.#edits = edits;
    this.#params = applyEdits(this.asked, edits);
    this.#model = model ?? (this.#modelByPerson ? undefined : this.#model);
    this.#modelByPerson = model !== undefined;
    this.#revision++;
    this.#prepare();
    return true;
  }

  #prepare(): void {
    if (this.#frozen) return;
    this.#matched = this.#match;
    // A model that is on screen stays while it is there, so that nothing changes under a person's hand.
    if (!this.#offers(this.#model)) {
      this.#model = this.#match?.chosen;
      this.#modelByPerson = false;
    }
    this.#outgoing = undefined;
    this.#tokens = undefined;
    this.#problem = undefined;
    if (this.#model === undefined) return;
    if (this.#params.messages.length === 0 && this.asked.messages.length > 0) {
      this.#problem = t('No message is left to send. Write one, or undo.');
      return;
    }
    try {
      const outgoing = this.#preparation.prepare(this.#params, this.#model);
      if (this.#counted?.of !== this.#params)
        this.#counted = { of: this.#params, tokens: estimateTokens(this.#params) };
      this.#tokens = this.#counted.tokens;
      this.#outgoing = outgoing;
    } catch (error) {
      this.#problem = shownOf(error);
    }
  }
}

function sameWeights(a: Priorities | undefined, b: Priorities | undefined): boolean {
  return a?.cost === b?.cost && a?.speed === b?.speed && a?.intelligence === b?.intelligence;
}
