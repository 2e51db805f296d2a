import * as vscode from 'vscode';

const codes: ReadonlySet<string> = new Set(['NoPermissions', 'FileIsADirectory', 'Unavailable']);

/** Whether an error of VS Code's file system says that something is there, and cannot be read as a file. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && codes.has(error.code);
}
