import { displayText } from '../text/display.ts';
import { numberText, plural, t } from '../text/l10n.ts';
import type { Candidate, DecidedBy, HintHow } from './candidate.ts';
import type { Group, Hints } from './groups.ts';
import type { Hint } from './hints.ts';
import type { ModelRef } from './provider.ts';
import type { Priorities } from './scoring.ts';
import { type TieKeys, tieKeys } from './ties.ts';

/** Words of others inside a sentence of ours. The table and the hints have them in full. */
const oneLine = (text: string) => displayText(text, 60);

/** Why there is no model to choose. */
export function whyNone(candidates: readonly Candidate[]): string {
  const [only] = candidates;
  if (only === undefined) return t('There is no model to send this to.');
  if (candidates.length === 1)
    return t('{0} cannot serve this request: {1}', oneLine(only.model.name), only.excluded ?? '');
  return t('None of the {0} models can serve this request; the table says why.', numberText(candidates.length));
}

/** What a sentence about a choice is made of. */
export interface Reasons {
  /** The whole table, best first. */
  readonly ordered: readonly Candidate[];
  readonly group: Group;
  readonly hints: Hints;
  readonly keys: ReadonlyMap<ModelRef, TieKeys>;
  readonly priorities: Priorities | undefined;
  /** The priorities are the person's. */
  readonly yours: boolean;
  readonly defaultRef: ModelRef | undefined;
}

const runningOf = ({ ordered }: Reasons) =>
  ordered.filter(({ running, excluded }) => running && excluded === undefined);

/** What put the first of several before the others. */
export function decidedBy(chosen: Candidate, reasons: Reasons): DecidedBy {
  const running = runningOf(reasons);
  if (running.length === 1) return 'only';
  const rivals = running.filter(({ total }) => !reasons.priorities || total === chosen.total);
  return rivals.length === 1 ? 'priorities' : tieOf(rivals, reasons);
}

function tieOf(rivals: readonly Candidate[], { keys }: Reasons): DecidedBy {
  const [first, second] = rivals.map(({ model }) => keys.get(model.ref));
  return tieKeys.find((key) => first?.[key] !== second?.[key]) ?? 'name';
}

/** Why the first model of the table was chosen, in some short sentences. */
export function whyChosen(chosen: Candidate, reasons: Reasons): string {
  const by = decidedBy(chosen, reasons);
  const { hint } = reasons.group;
  const passed = passedOver(reasons);
  const main = hint ? byHint(chosen, hint, by, reasons) : withoutHint(chosen, by, reasons);
  const none = hint ? [] : noHint(reasons, passed.length > 0);
  return [...passed, ...none, ...main].join(' ');
}

/** An earlier hint that only models match which cannot serve this. */
function passedOver({ ordered, group, hints }: Reasons): string[] {
  for (const hint of hints.all) {
    if (group.hint && hint.index >= group.hint.index && group.how !== 'tier') return [];
    const named = ordered.filter(({ excluded, model }) => excluded !== undefined && hints.find(model, hint));
    const [only] = named;
    if (!only) continue;
    const [number, words] = [numberText(hint.index + 1), oneLine(hint.name)];
    return named.length === 1
      ? [t('Hint {0}, “{1}”, matches only {2}, which cannot serve this.', number, words, oneLine(only.model.name))]
      : [t('Hint {0}, “{1}”, matches only models that cannot serve this.', number, words)];
  }
  return [];
}

function byHint(chosen: Candidate, hint: Hint, by: DecidedBy, reasons: Reasons): string[] {
  const number = numberText(hint.index + 1);
  const found = foundWords(reasons.group.how, by === 'exact' && !reasons.priorities, [
    number,
    oneLine(hint.name),
    oneLine(chosen.model.name),
  ]);
  const { length } = runningOf(reasons);
  if (by === 'only' || (by === 'exact' && !reasons.priorities)) return [found];
  if (!reasons.priorities) return [found, oneOfWords(length), amongWords(by)];
  const [count, weights] = [numberText(length), weightWords(reasons.priorities)];
  if (by === 'priorities') {
    return [
      found,
      reasons.yours
        ? t('Of {0} such models it fits your priorities best ({1}).', count, weights)
        : t('Of {0} such models it fits the priorities best ({1}).', count, weights),
    ];
  }
  const same = reasons.yours
    ? t('Of {0} such models it fits your priorities no better than others ({1}).', count, weights)
    : t('Of {0} such models it fits the priorities no better than others ({1}).', count, weights);
  return [found, same, amongWords(by)];
}

const oneOfWords = (count: number) => plural(count, 'It is the only such model.', 'It is one of {0} such models.');

function foundWords(
  how: HintHow | undefined,
  exact: boolean,
  [number, hint, name]: readonly [string, string, string],
): string {
  if (exact) return t('Hint {0}, “{1}”, is the very name of {2}.', number, hint, name);
  switch (how) {
    case 'alias':
      return t('Hint {0}, “{1}”, is your alias for {2}.', number, hint, name);
    case 'provider':
      return t('Hint {0}, “{1}”, matches {2} without the name of its provider.', number, hint, name);
    case 'date':
      return t('Hint {0}, “{1}”, matches {2} without its date.', number, hint, name);
    case 'both':
      return t('Hint {0}, “{1}”, matches {2} without its provider and date.', number, hint, name);
    case 'inside':
      return t('Hint {0}, “{1}”, stands only inside a word of {2}.', number, hint, name);
    case 'tier':
      return t('Hint {0}, “{1}”, is no model of yours; {2} is of the same tier (ours).', number, hint, name);
    default:
      return t('Hint {0}, “{1}”, matches {2}.', number, hint, name);
  }
}

/** What decided where the priorities left several alike. */
function amongWords(by: DecidedBy): string {
  switch (by) {
    case 'exact':
      return t('Among these it has the very name.');
    case 'alias':
      return t('Among these it comes first in your alias.');
    case 'default':
      return t('Among these it is your default model.');
    case 'tier':
      return t('Among these it is nearest in strength to what the hints name.');
    case 'nearness':
      return t('Among these it has the nearest name.');
    default:
      return t('Among these it is the first by name.');
  }
}

function weightWords({ cost, speed, intelligence }: Priorities): string {
  const figure = (weight: number) => numberText(Number(weight.toFixed(2)));
  return [
    cost > 0 ? t('cost {0}', figure(cost)) : '',
    speed > 0 ? t('speed {0}', figure(speed)) : '',
    intelligence > 0 ? t('intelligence {0}', figure(intelligence)) : '',
  ]
    .filter((words) => words !== '')
    .join(', ');
}

/** `passed`: that one leads only to models that cannot serve this was said already. */
function noHint({ hints }: Reasons, passed: boolean): string[] {
  if (!passed) return hints.all.length > 0 ? [t('No hint matches a model of yours.')] : [];
  return hints.all.length > 1 ? [t('No other hint matches a model of yours.')] : [];
}

function withoutHint(chosen: Candidate, by: DecidedBy, reasons: Reasons): string[] {
  const { priorities, yours, defaultRef } = reasons;
  const name = oneLine(chosen.model.name);
  if (by === 'only' && chosen.model.ref !== defaultRef) {
    return [t('{0} is the only model that can serve this.', name)];
  }
  if (!priorities || by === 'only') return withoutWord(by, reasons);
  const [count, weights] = [numberText(runningOf(reasons).length), weightWords(priorities)];
  if (by === 'priorities') {
    const best = yours
      ? t('Of {0} models, {1} fits your priorities best ({2}).', count, name, weights)
      : t('Of {0} models, {1} fits the priorities best ({2}).', count, name, weights);
    return [best];
  }
  const same = yours
    ? t('Of {0} models, {1} fits your priorities no better than others ({2}).', count, name, weights)
    : t('Of {0} models, {1} fits the priorities no better than others ({2}).', count, name, weights);
  return [same, amongWords(by)];
}

/** Neither a hint nor a priority: the default, or what comes nearest to one. */
function withoutWord(by: DecidedBy, { defaultRef, ordered }: Reasons): string[] {
  if (by === 'default' || by === 'only') return [t('It is your default model.')];
  const known = ordered.some(({ model }) => model.ref === defaultRef);
  const why =
    defaultRef === undefined
      ? t('No default model is set.')
      : known
        ? t('Your default model cannot serve this.')
        : t('Your default model is not there.');
  return [
    why,
    by === 'tier' ? t('It is nearest in strength to what the hints name.') : t('It is the first model by name.'),
  ];
}
