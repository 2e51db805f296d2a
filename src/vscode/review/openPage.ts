import * as vscode from 'vscode';

/**
 * Opens a page in the person's own browser; VS Code may ask once more. `env.openExternal` takes a text as well as a `Uri`, though its type
 * does not say so, and only a text is opened as it is: a `Uri` writes the escapes of a query anew, and the page that was looked at would be
 * another one.
 */
export async function openPage(href: string): Promise<boolean> {
  return vscode.env.openExternal(href as unknown as vscode.Uri);
}
