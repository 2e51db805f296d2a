import type * as vscode from 'vscode';

const COLUMN = 'countersign.desk.column';
const LIST_WIDTH = 'countersign.desk.listWidth';

/** Where a person has the desk and how wide its list is: the group of editors belongs to the workspace, the width to the person. */
export class DeskPlace {
  readonly #workspace: vscode.Memento;
  readonly #global: vscode.Memento;

  constructor({ workspaceState, globalState }: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalState'>) {
    this.#workspace = workspaceState;
    this.#global = globalState;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.#workspace.get<vscode.ViewColumn>(COLUMN);
  }

  set column(column: vscode.ViewColumn) {
    if (column !== this.column) void this.#workspace.update(COLUMN, column);
  }

  get listWidth(): number | undefined {
    return this.#global.get<number>(LIST_WIDTH);
  }

  set listWidth(width: number) {
    void this.#global.update(LIST_WIDTH, width);
  }
}
