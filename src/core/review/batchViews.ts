import type { BatchContent, BatchRow, BatchView, DeskState, RestView } from '../../shared/desk.ts';
import type { FidelityNote } from '../models/provider.ts';
import { textOf } from '../sampling/blocks.ts';
import { type Batch, markOf } from './batchBook.ts';
import type { Batches } from './batches.ts';
import { blockView } from './blockView.ts';
import { contentView } from './contentView.ts';
import { findingsOf, isInspected } from './findingCount.ts';
import type { Flood } from './flood.ts';
import type { Rest } from './rest.ts';
import type { Review } from './review.ts';
import type { Answer } from './steps.ts';
import { templateOf } from './template.ts';
import { askerView, outgoingView, reviewLabel } from './views.ts';

/** What the list and the banners show of requests that are decided together. */
export function togetherView(batches: Batches, flood: Flood): Pick<DeskState, 'batches' | 'rests' | 'flooding'> {
  const listed = batches.all.map(({ id, rows }) => ({ id, rows: rows.map((row) => row.id) }));
  const rests = batches.rests.all.map(restView);
  const flooding = flood.all.map((note) => ({ ...note }));
  return {
    ...(listed.length === 0 ? {} : { batches: listed }),
    ...(rests.length === 0 ? {} : { rests }),
    ...(flooding.length === 0 ? {} : { flooding }),
  };
}

function restView({ id, server, cause, limits, used, ended }: Rest): RestView {
  return {
    id,
    server,
    cause,
    requests: { left: limits.requests - used.requests, of: limits.requests },
    bytes: { left: limits.bytes - used.bytes, of: limits.bytes },
    tokens: used.tokens,
    ...(ended === undefined ? {} : { ended }),
  };
}

/** A batch as the desk shows it. The texts are left out where the webview has this `revision` of them. */
export function batchView(batch: Batch, first: Review, batches: Batches, known?: number): BatchView {
  const { server, cause } = askerView(first.ask);
  const revision = batches.revision(batch.id);
  const model = batch.rows.find(({ outgoing }) => outgoing !== undefined);
  const way = model && outgoingView(model);
  return {
    id: batch.id,
    seal: batches.seal(batch.id) ?? '',
    revision,
    ...(known === revision ? {} : { content: batchContent(batch.rows, first, revision) }),
    server,
    cause,
    receivedAt: first.receivedAt,
    round: batch.rows.some(({ ask }) => ask.server.era === 'modern'),
    ...(way === undefined ? {} : { outgoing: { model: way.model, destination: way.destination } }),
    sources: sourcesOf(batch.rows),
    notes: notesOf(batch.rows),
    rows: batch.rows.map(rowView),
    outliers: batch.outliers.map(({ review, why }) => ({
      id: review.id,
      label: reviewLabel(review),
      phase: review.phase,
      why,
    })),
    inspecting: batch.rows.some((row) => (row.phase === 'pending' || row.phase === 'answered') && !isInspected(row)),
  };
}

function batchContent(rows: readonly Review[], first: Review, revision: number): BatchContent {
  const { systemPrompt, tools, parameters, preferences } = contentView(first);
  const { messages, values } = templateOf(rows.map(({ params }) => params));
  return {
    revision,
    ...(systemPrompt === undefined ? {} : { systemPrompt: systemPrompt.text }),
    messages: messages.map(({ role, blocks }) => ({
      role,
      blocks: blocks.map((block) =>
        block.kind === 'same' ? { kind: 'same' as const, block: blockView(block.block) } : { ...block },
      ),
    })),
    tools,
    parameters,
    preferences,
    values: values.map((texts) => [...texts]),
  };
}

function rowView(review: Review): BatchRow {
  const { outgoing, failure, answer, ending, draft } = review;
  const price = outgoingView(review)?.cost;
  return {
    id: review.id,
    phase: review.phase,
    ...(failure === undefined ? {} : { failure: failure.message }),
    mark: markOf(review),
    edited: draft.edited,
    ...(outgoing === undefined ? {} : { bytes: outgoing.bytes }),
    ...(draft.tokens === undefined ? {} : { tokens: draft.tokens.total }),
    ...(price === undefined ? {} : { cost: { min: price.min, max: price.max } }),
    findings: { ...findingsOf(review) },
    ...(answer === undefined ? {} : { answer: rowAnswer(answer) }),
    ...(ending === undefined ? {} : { closed: { how: ending.how, message: ending.message } }),
  };
}

/** Of an answer that is still coming, its text stays on the page of its request: twenty growing at once cannot be read. */
function rowAnswer({ completion, complete, byHand }: Answer): NonNullable<BatchRow['answer']> {
  const { content, model, stopReason, usage } = completion;
  return {
    text: complete ? textOf(content) : '',
    others: content.filter(({ type }) => type !== 'text').length,
    model,
    ...(stopReason === undefined ? {} : { stopReason }),
    ...(usage?.outputTokens === undefined ? {} : { outputTokens: usage.outputTokens }),
    complete,
    byHand,
  };
}

function sourcesOf(rows: readonly Review[]): string[] {
  const views = rows.map(outgoingView);
  const named = views.flatMap((view) => [view?.tokens.source, view?.cost?.source]);
  return [...new Set(named.filter((source) => source !== undefined))];
}

function notesOf(rows: readonly Review[]): FidelityNote[] {
  const notes = new Map<string, FidelityNote>();
  for (const { outgoing } of rows)
    for (const note of outgoing?.notes ?? []) notes.set(JSON.stringify(note), { ...note });
  return [...notes.values()];
}
