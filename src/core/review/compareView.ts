import type { ColumnView, CompareView, PlannedView } from '../../shared/desk.ts';
import type { Candidate } from '../models/candidate.ts';
import { answerView } from './answerView.ts';
import { MOST_COMPARED, type PlannedModel } from './comparison.ts';
import type { ComparedColumn } from './comparedColumn.ts';
import type { Review } from './review.ts';
import { wayView } from './wayView.ts';

/** The comparison as the desk shows it; undefined while there is none. */
export function compareView(review: Review): CompareView | undefined {
  const { comparison } = review;
  const { columns, planning } = comparison;
  if (!planning && columns.length === 0) return undefined;
  return {
    ...(planning ? { plan: planView(review) } : {}),
    columns: columns.map((column, index) => columnView(review, column, index === comparison.taken)),
  };
}

function planView({ comparison, draft }: Review): NonNullable<CompareView['plan']> {
  const { plan, hash, problem } = comparison;
  const models = plan.map((planned) => plannedView(planned, draft.match?.candidates ?? []));
  const costs = models.flatMap(({ cost }) => cost ?? []);
  const total = {
    min: costs.reduce((sum, { min }) => sum + min, 0),
    max: costs.reduce((sum, { max }) => sum + max, 0),
    without: models.length - costs.length,
  };
  return {
    models,
    most: MOST_COMPARED,
    ...(hash === undefined ? {} : { hash }),
    ...(problem === undefined ? {} : { problem }),
    ...(costs.length === 0 ? {} : { total }),
  };
}

function plannedView({ model, outgoing, problem }: PlannedModel, candidates: readonly Candidate[]): PlannedView {
  const candidate = candidates.find((each) => each.model.ref === model);
  const base = {
    ref: model,
    name: candidate?.model.name ?? model,
    providerLabel: candidate?.model.providerLabel ?? '',
    notes: (outgoing?.notes ?? []).map((note) => ({ ...note })),
    ...(problem === undefined ? {} : { problem }),
  };
  if (outgoing === undefined) return base;
  return { ...base, ...wayView(outgoing, candidate?.price) };
}

function columnView(review: Review, column: ComparedColumn, taken: boolean): ColumnView {
  const { sent, state, failure, earlier } = column;
  const model = sent?.outgoing.model;
  // The one that is taken may have been changed since.
  const answer = (taken ? review.answer : undefined) ?? column.soFar;
  return {
    ref: model?.ref ?? 'human',
    name: model?.name ?? 'human',
    providerLabel: model?.providerLabel ?? '',
    ...(earlier ? { earlier } : {}),
    state,
    ...(answer === undefined || state === 'failed' ? {} : { answer: answerView(answer) }),
    ...(failure === undefined
      ? {}
      : {
          failure: {
            message: failure.message,
            ...(failure.partial === undefined ? {} : { partial: failure.partial }),
          },
        }),
    taken,
  };
}
