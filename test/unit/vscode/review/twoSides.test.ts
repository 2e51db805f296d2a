import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { AnswerDiff } from '../../../../src/vscode/review/answerDiff.ts';
import { DiffDocuments } from '../../../../src/vscode/review/diffDocuments.ts';
import { askOf, completionOf, House, paramsOf, settle } from '../../core/sampling/fakes.ts';

const run = vi.hoisted(() => ({ commands: [] as unknown[][] }));

vi.mock('vscode', async () => {
  const { Emitter } = await import('../../../../src/core/util/emitter.ts');
  return {
    EventEmitter: Emitter,
    Uri: { from: (parts: unknown) => parts },
    workspace: { registerTextDocumentContentProvider: () => ({ dispose: () => undefined }) },
    commands: { executeCommand: (...all: unknown[]) => Promise.resolve(void run.commands.push(all)) },
  };
});

beforeEach(() => void (run.commands.length = 0));

async function waiting() {
  const house = new House();
  house.pipeline.run([askOf({ params: paramsOf('Hello') })]).catch(() => undefined);
  await settle();
  return { house, review: house.review() };
}

/** The documents that VS Code was told to compare. */
function compared(): readonly vscode.Uri[] {
  return run.commands.flatMap(([command, left, right]) =>
    command === 'vscode.diff' ? [left as vscode.Uri, right as vscode.Uri] : [],
  );
}

describe('two sides of a review', () => {
  it('are what the server asked and what would be sent, which follows each edit', async () => {
    const { house, review } = await waiting();
    const diff = new DiffDocuments(house.desk);
    const changed: unknown[] = [];
    diff.onDidChange((uri) => void changed.push(uri));
    house.desk.edit(review.id, { part: 'system', text: 'Be brief.' });
    await settle();
    await diff.show(review.id);
    const [left, right] = compared();
    if (!left || !right) throw new Error('Nothing is compared');
    expect(changed).toContainEqual(right);
    expect(changed).not.toContainEqual(left);
    expect(diff.provideTextDocumentContent(left)).not.toContain('Be brief.');
    expect(diff.provideTextDocumentContent(right)).toContain('Be brief.');
    diff.dispose();
  });

  it('are what the model said and what is returned', async () => {
    const { house, review } = await waiting();
    const diff = new AnswerDiff(house.desk);
    await diff.show(review.id);
    expect(compared()).toEqual([]);
    house.models.reply = () => completionOf('It said this.');
    house.approve(review);
    await settle();
    review.editAnswer({ part: 'text', text: 'I say that.' });
    await diff.show(review.id);
    const [left, right] = compared();
    if (!left || !right) throw new Error('Nothing is compared');
    expect(diff.provideTextDocumentContent(left)).toContain('It said this.');
    expect(diff.provideTextDocumentContent(right)).toContain('I say that.');
    diff.dispose();
  });

  it('of what is not on the desk are one sentence', async () => {
    const { house } = await waiting();
    const gone = { path: '/goes/nobody/request.txt' } as vscode.Uri;
    expect(new DiffDocuments(house.desk).provideTextDocumentContent(gone)).toMatch(/not on the desk/);
    expect(new AnswerDiff(house.desk).provideTextDocumentContent(gone)).toMatch(/not on the desk/);
  });
});
