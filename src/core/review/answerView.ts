import type { AnswerView, ToolUseView } from '../../shared/desk.ts';
import type { CostEstimate } from '../models/provider.ts';
import { textOf } from '../sampling/blocks.ts';
import { prettyJson } from '../util/json.ts';
import type { AnswerProblem } from './answerChecks.ts';
import { toolUsesOf } from './answerEdits.ts';
import { blockView } from './blockView.ts';
import type { Answer } from './steps.ts';
import { t } from '../text/l10n.ts';

/** An answer as the desk shows it. */
export function answerView(answer: Answer): AnswerView {
  const { completion, complete, byHand, startedAt, checks, edited } = answer;
  const cost = complete ? costOf(answer) : undefined;
  return {
    text: textOf(completion.content),
    blocks: completion.content
      .filter((block) => block.type !== 'text' && block.type !== 'tool_use')
      .map((block) => blockView(block)),
    ...toolUses(answer),
    model: completion.model,
    ...(completion.stopReason === undefined ? {} : { stopReason: completion.stopReason }),
    ...(completion.usage === undefined ? {} : { usage: { ...completion.usage } }),
    ...(cost === undefined ? {} : { cost }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(complete && !byHand ? { durationMs: completion.durationMs } : {}),
    stopped: completion.stopped,
    byHand,
    complete,
    ...(edited === undefined ? {} : { edited: true }),
    ...(checks?.json && { json: { ...checks.json, problems: checks.json.problems.map(problemView) } }),
    ...(checks && checks.problems.length > 0 ? { problems: [...checks.problems] } : {}),
    notes: (completion.notes ?? []).map((note) => ({ ...note })),
  };
}

function problemView(problem: AnswerProblem): AnswerProblem {
  return { ...problem };
}

/** All uses that the model made, also those that the person dropped, so that they can be put back. */
function toolUses({ completion, edited, checks }: Answer): { toolUses?: ToolUseView[] } {
  const said = toolUsesOf(edited?.said ?? completion);
  if (said.length === 0) return {};
  let kept = 0;
  const uses = said.map((block, use): ToolUseView => {
    const dropped = edited?.edits.dropped.has(use) ?? false;
    const check = dropped ? undefined : checks?.tools[kept++];
    const changed = edited?.edits.inputs.get(use);
    return {
      use,
      id: block.id,
      name: block.name,
      input: prettyJson(changed ?? block.input),
      ...(changed === undefined ? {} : { original: prettyJson(block.input) }),
      dropped,
      ...(check && { problems: check.problems.map(problemView) }),
    };
  });
  return { toolUses: uses };
}

/**
 * What the answer cost: the price of a request grows in a straight line from no output to the longest allowed, so the tokens that the
 * provider counted give the place between. An estimate, since the input was estimated.
 */
function costOf({ completion, sent }: Answer): CostEstimate | undefined {
  const out = completion.usage?.outputTokens;
  const { price, maxTokens } = sent ?? {};
  if (price === undefined || out === undefined || maxTokens === undefined || maxTokens < 1) return undefined;
  const cost = price.min + (price.max - price.min) * Math.min(1, out / maxTokens);
  return { min: cost, max: cost, source: t('{0} Counted with the provider’s output tokens.', price.source) };
}
