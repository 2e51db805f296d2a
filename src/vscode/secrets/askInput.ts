import * as vscode from 'vscode';
import { McpError, messageOf } from '../../core/errors.ts';
import type { InputDefinition } from '../../core/servers/definition.ts';
import { filledIn, isSecretInput } from '../../core/servers/launch.ts';
import { displayText } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';

const kept = t('Kept in VS Code’s secret storage until its definition changes.');

/**
 * Asks a person for an input of a server, or runs the command that knows it. Undefined when they leave.
 * @throws {McpError} `connection` when the command cannot be run or answers no text
 */
export async function askInput(server: string, input: InputDefinition): Promise<string | undefined> {
  const title = t('Input for {0}', displayText(server, 60));
  const what =
    input.description === undefined ? `“${displayText(input.id, 100)}”` : displayText(input.description, 300);
  switch (input.type) {
    case 'promptString':
      return vscode.window.showInputBox({
        title,
        prompt: t('{0} for this MCP server. {1}', what, kept),
        password: isSecretInput(input),
        ...filledIn(input),
        ignoreFocusOut: true,
      });
    case 'pickString': {
      const items = input.options.map(({ label, value }) => ({
        label: displayText(label),
        description: [label === value ? '' : displayText(value), value === input.default ? `(${t('default')})` : '']
          .join(' ')
          .trim(),
        value,
      }));
      // The default stands first, so that it is what Enter takes.
      items.sort((a, b) => Number(b.value === input.default) - Number(a.value === input.default));
      const choice = await vscode.window.showQuickPick(items, {
        title,
        placeHolder: `${what}. ${kept}`,
        ignoreFocusOut: true,
      });
      return choice?.value;
    }
    case 'command':
      return runInput(input);
  }
}

/** The definition with this command and its arguments has been confirmed; none of ours is run all the same. */
async function runInput({
  id,
  command,
  args,
}: Extract<InputDefinition, { type: 'command' }>): Promise<string | undefined> {
  const { commandProblem } = await import('../../core/settings/inputs.ts');
  const problem = commandProblem(command, args);
  if (problem !== undefined) throw new McpError('connection', problem);
  let answer: unknown;
  try {
    answer = await vscode.commands.executeCommand(command, ...(args === undefined ? [] : [args]));
  } catch (error) {
    throw new McpError(
      'connection',
      t('The command {0} of the input “{1}” failed: {2}', command, id, messageOf(error)),
    );
  }
  if (answer === undefined || answer === null) return undefined;
  if (typeof answer === 'string' || typeof answer === 'number') return String(answer);
  throw new McpError('connection', t('The command {0} of the input “{1}” did not answer with a text.', command, id));
}
