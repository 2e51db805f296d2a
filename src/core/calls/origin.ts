/**
 * What a person, or what shows things to them, did that started a call.
 * - `button`: they pressed the button in the window of a tool, prompt or template
 * - `command`: they chose it in the tree or the command palette, and it needs no input
 * - `sendPrompt`: they wanted the messages of a prompt on the desk
 * - `opened`: they opened a resource
 * - `editor`: VS Code wanted a resource for an editor, as it does when it restores one
 * - `changed`: the server said that an open resource has changed, so it is read again
 */
export type CallOrigin = 'button' | 'command' | 'sendPrompt' | 'opened' | 'editor' | 'changed';
