import * as vscode from 'vscode';
import { freeName } from '../../core/import/names.ts';
import type { Json } from '../../core/mcp.ts';
import { displayText } from '../../core/text/display.ts';
import type { MovedSecretsOptions } from '../secrets/movedSecrets.ts';
import { pickPlace, writeServers } from '../settings/writeServers.ts';
import { parseCommandLine, suggestName, suggestNameOfUrl } from './commandLine.ts';
import { t } from '../../core/text/l10n.ts';

/** A definition as it is written into settings. */
type Definition = Record<string, Json>;

/** What was added. */
export interface Added {
  readonly name: string;
  /** Inputs whose values are saved already. */
  readonly given: readonly string[];
}

const title = t('Add MCP Server');

/**
 * *Add Server…*: how it is reached, its name, and where it is written. Ends with a definition in settings, without the keys that were
 * typed: those are in the secret storage. Nothing when the person leaves.
 */
export async function addServer(taken: readonly string[], options: MovedSecretsOptions): Promise<Added | undefined> {
  const kind = await pickKind();
  if (!kind) return undefined;
  const found = kind === 'stdio' ? await askCommand() : await askUrl(kind);
  if (!found) return undefined;
  const name = await askName(found.name, taken);
  if (name === undefined) return undefined;
  const place = await pickPlace(title);
  if (!place) return undefined;
  // What reads settings is loaded when it is needed.
  const [{ moveSecrets }, { saveMoved }] = await Promise.all([
    import('../../core/import/secrets.ts'),
    import('../secrets/movedSecrets.ts'),
  ]);
  const definition = { ...found.definition };
  const secrets = moveSecrets(name, { fields: definition, notes: [] });
  const { saved } = await saveMoved([{ name, definition, secrets }], place, options);
  await writeServers(place, { [name]: definition });
  if (saved > 0) {
    const where = displayText(secrets.map((secret) => secret.where).join(', '), 300);
    void vscode.window.showInformationMessage(
      t('Kept in VS Code’s secret storage, not in the settings of {0}: {1}.', displayText(name, 60), where),
    );
  }
  return { name, given: saved > 0 ? secrets.map(({ input }) => input) : [] };
}

type Kind = 'stdio' | 'http' | 'sse';

async function pickKind(): Promise<Kind | undefined> {
  const items: (vscode.QuickPickItem & { reach: Kind })[] = [
    {
      reach: 'stdio',
      label: t('$(terminal) Program'),
      description: 'stdio',
      detail: t('A command that runs on this machine, such as npx or uvx with a package.'),
    },
    {
      reach: 'http',
      label: t('$(globe) URL'),
      description: t('Streamable HTTP'),
      detail: t('A server that is running already, here or elsewhere.'),
    },
    {
      reach: 'sse',
      label: t('$(radio-tower) Older URL'),
      description: t('HTTP with server-sent events'),
      detail: t('For servers that speak the transport of 2024.'),
    },
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: t('How is the server reached?'),
    ignoreFocusOut: true,
  });
  return choice?.reach;
}

interface Found {
  readonly name: string;
  readonly definition: Definition;
}

async function askCommand(): Promise<Found | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: t('The command with its arguments. It runs without a shell. Keys in it go into the secret storage.'),
    placeHolder: 'npx -y @modelcontextprotocol/server-everything',
    ignoreFocusOut: true,
    validateInput(value) {
      if (value.trim() === '') return undefined;
      const line = parseCommandLine(value);
      return line.ok ? undefined : line.problem;
    },
  });
  const line = text === undefined ? undefined : parseCommandLine(text);
  if (!line?.ok) return undefined;
  const { command, args, env } = line.parsed;
  const definition: Definition = { command, args, ...(Object.keys(env).length > 0 && { env }) };
  return { name: suggestName(line.parsed), definition };
}

async function askUrl(kind: 'http' | 'sse'): Promise<Found | undefined> {
  const url = await vscode.window.showInputBox({
    title,
    prompt: t('The server’s address.'),
    placeHolder: kind === 'http' ? 'https://example.com/mcp' : 'https://example.com/sse',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? undefined : urlProblem(value.trim())),
  });
  if (url === undefined || url.trim() === '' || urlProblem(url.trim()) !== undefined) return undefined;
  const headers = await askHeaders();
  if (!headers) return undefined;
  const definition: Definition = { type: kind, url: url.trim(), ...(Object.keys(headers).length > 0 && { headers }) };
  return { name: suggestNameOfUrl(url.trim()), definition };
}

function urlProblem(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text)) return t('An address starts with http:// or https://.');
  if (!URL.canParse(text)) return t('This is no valid address.');
  const { username, password } = new URL(text);
  return username === '' && password === '' ? undefined : t('A name and a password do not belong in the address.');
}

/** The token itself never stands in settings: it is asked for when the server starts, and kept in SecretStorage. */
async function askHeaders(): Promise<Record<string, string> | undefined> {
  const none = { label: t('No token'), detail: t('The server is open to you.') };
  const bearer = {
    label: t('A bearer token'),
    detail: t('You are asked for it when the server starts; it is kept in VS Code’s secret storage.'),
  };
  const choice = await vscode.window.showQuickPick([none, bearer], {
    title,
    placeHolder: t('Does the server want a token?'),
    ignoreFocusOut: true,
  });
  if (!choice) return undefined;
  return choice === bearer ? { Authorization: `Bearer \${input:token}` } : {};
}

async function askName(suggestion: string, taken: readonly string[]): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: t('What shall it be called?'),
    value: freeName(suggestion, new Set(taken)),
    ignoreFocusOut: true,
    validateInput(value) {
      if (value.trim() === '') return t('A server needs a name.');
      return taken.includes(value.trim())
        ? t('There is a server {0} already.', displayText(value.trim(), 60))
        : undefined;
    },
  });
  return name?.trim() === '' ? undefined : name?.trim();
}
