import type { CandidateView, ModelView } from '../../shared/desk.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import { notesByHand } from '../models/byHand.ts';
import type { Candidate, Match, Score } from '../models/candidate.ts';
import type { FidelityNote } from '../models/provider.ts';
import { tokensNeeded } from '../models/requirements.ts';
import { t } from '../text/l10n.ts';
import type { Review } from './review.ts';

/** Which model, why, and the table of all that could be it. */
export function modelView(draft: Review['draft']): ModelView {
  const { match, model, modelByPerson, problem, problems } = draft;
  const sources = new Sources();
  const candidates = (match?.candidates ?? []).map((candidate) => candidateView(candidate, sources, match?.needs));
  const { chosen, needs, yours } = match ?? {};
  const matched = match && chosen !== undefined && chosen !== model ? { ref: chosen, why: match.why } : undefined;
  return {
    ...(model === undefined ? {} : { chosen: model }),
    byPerson: modelByPerson,
    why: whyWords(draft),
    ...(matched === undefined ? {} : { matched }),
    candidates,
    sources: sources.all,
    ...(needs === undefined ? {} : { needs: { ...needs } }),
    ...(yours === undefined ? {} : { yours: { ...yours } }),
    byHand: handNotes(draft.params).map((note) => ({ ...note })),
    problems: [...(problem === undefined ? [] : [problem]), ...problems.map(({ message }) => message)],
  };
}

const handed = new WeakMap<CreateMessageRequestParams, readonly FidelityNote[]>();

/** Of one request they are always the same. */
function handNotes(params: CreateMessageRequestParams): readonly FidelityNote[] {
  const notes = handed.get(params) ?? notesByHand(params);
  handed.set(params, notes);
  return notes;
}

function whyWords({ match, model, modelByPerson }: Review['draft']): string {
  if (modelByPerson) return t('You chose this model.');
  if (match === undefined) return t('Looking for models…');
  if (model === undefined || match.chosen === model) return match.why;
  return t('It stays since it was on the screen before the models, the settings or the request changed.');
}

/** Texts of which each travels once. */
class Sources {
  readonly all: string[] = [];
  readonly #places = new Map<string, number>();

  place(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.all.length);
    return this.all.push(text) - 1;
  }
}

function candidateView(candidate: Candidate, sources: Sources, needs: Match['needs']): CandidateView {
  const { model, hint, how, price, excluded, running, tie } = candidate;
  const { contextTokens, input, tools } = model;
  const needed = needs && tokensNeeded(model, needs);
  const score = ({ value, known, source }: Score) => ({
    ...(known ? { value } : {}),
    source: sources.place(source),
  });
  return {
    ref: model.ref,
    name: model.name,
    providerLabel: model.providerLabel,
    ...(excluded === undefined ? {} : { excluded }),
    ...(hint === undefined ? {} : { hint: { index: hint, how: how ?? 'name' } }),
    cost: score(candidate.cost),
    speed: score(candidate.speed),
    intelligence: score(candidate.intelligence),
    ...(price === undefined ? {} : { price: { min: price.min, max: price.max, source: sources.place(price.source) } }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(needed === undefined || needed === needs?.contextTokens ? {} : { neededTokens: needed }),
    ...(input?.image === undefined ? {} : { image: input.image }),
    ...(input?.audio === undefined ? {} : { audio: input.audio }),
    ...(tools === undefined ? {} : { tools }),
    running,
    tie,
  };
}
