import type { Json } from '../mcp.ts';
import { isObject } from '../util/json.ts';
import { type Draft, mapTexts } from './fields.ts';
import type { Product } from './places.ts';
import { slug } from './secrets.ts';

/** What a product’s variables are turned into ours with. */
export interface VariableDeps {
  /** A variable of the environment that this extension runs in. */
  env(name: string): string | undefined;
  /** The name of the server, for inputs that take the place of files. */
  readonly server: string;
  /** The folder of the project that the definition belongs to, as it is written. */
  readonly project?: string | undefined;
}

/** Turns the variables of a product into ours: `${VAR}` and `${VAR:-default}` of Claude Code, `${file:…}` of Windsurf. */
export function translateVariables(product: Product, draft: Draft, deps: VariableDeps): void {
  const { notes } = draft;
  const note = (text: string): void => {
    if (!notes.includes(text)) notes.push(text);
  };
  mapTexts(draft.fields, (text) =>
    text.replaceAll(/\$\{([^}]*)\}/g, (written, body: string) => {
      const own = product === 'vscode' || product === 'cursor' || /^(?:env|input):/.test(body);
      if (product === 'windsurf' && body.startsWith('file:')) {
        const id = `${slug(deps.server)}-file`;
        note(`${written} would read a file: you are asked for its content instead, as \${input:${id}}.`);
        return `\${input:${id}}`;
      }
      if (own || product === 'claudeDesktop') return written;
      return claudeVariable(written, body, deps, note);
    }),
  );
}

/**
 * Variables in what a sign-in is registered with. Its id is no secret, and is what it stands for now; its secret is asked for, since the
 * settings take nothing else.
 */
export function settleSignIn(draft: Draft, deps: VariableDeps): void {
  const oauth = draft.fields['oauth'];
  if (!isObject(oauth)) return;
  const settled: Record<string, Json | undefined> = { ...oauth };
  const { clientId, clientSecret } = oauth;
  const [, variable] = typeof clientId === 'string' ? (/^\$\{env:([^}]+)\}$/.exec(clientId) ?? []) : [];
  if (variable !== undefined) {
    settled['clientId'] = deps.env(variable);
    const what = settled['clientId'] === undefined ? `${variable} is not set, so no client id is written.` : undefined;
    draft.notes.push(what ?? `The client id is written as ${variable} has it now.`);
  }
  if (typeof clientSecret === 'string' && clientSecret.startsWith('${env:')) {
    settled['clientSecret'] = `\${input:${slug(deps.server)}-clientSecret}`;
    draft.notes.push(`You are asked for the client secret: ${clientSecret} is not read for a sign-in.`);
  }
  draft.fields['oauth'] = Object.fromEntries(Object.entries(settled).filter(([, value]) => value !== undefined));
}

function claudeVariable(written: string, body: string, deps: VariableDeps, note: (text: string) => void): string {
  const [, name, fallback] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(body) ?? [];
  if (name === undefined) return written;
  if (name === 'CLAUDE_PROJECT_DIR' && deps.project !== undefined) return deps.project;
  if (fallback === undefined) return `\${env:${name}}`;
  if (deps.env(name) !== undefined) {
    note(`The default of ${name} is not kept, since the variable is set.`);
    return `\${env:${name}}`;
  }
  note(`${name} is not set, so its default is written.`);
  return fallback;
}
