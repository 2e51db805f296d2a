import * as vscode from 'vscode';
import { messageOf } from '../core/errors.ts';
import { displayText } from '../core/text/display.ts';
import type { Log } from '../core/util/system.ts';
import type { CommandId } from './manifest.ts';

/**
 * What a command does. Arguments can come from anywhere: a tree hands over one of its elements, a keybinding or a task of a
 * workspace any JSON. So they are unknown, and nothing that only a person may decide follows from them.
 */
export type CommandHandler = (...args: readonly unknown[]) => unknown;

/** Registers every declared command; a missing or unknown one does not compile. An error becomes a message, never a stack. */
export function registerCommands(handlers: Readonly<Record<CommandId, CommandHandler>>, log: Log): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          // What a command returns goes into a task's `${command:…}`: nothing of ours does.
          await handler(...args);
        } catch (error) {
          log.error(`${id}: ${messageOf(error)}`);
          void vscode.window.showErrorMessage(displayText(messageOf(error), 400));
        }
      }),
    ),
  );
}
