import type { Json } from '../mcp.ts';
import { redactText } from '../text/redact.ts';
import { isObject } from '../util/json.ts';
import { type Draft, mapTexts } from './fields.ts';
import type { Product } from './places.ts';
import { slug } from './secrets.ts';
import { t } from '../text/l10n.ts';

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
        note(t('{0} would read a file: you are asked for its content instead, as {1}.', written, `\${input:${id}}`));
        return `\${input:${id}}`;
      }
      if (own || product === 'claudeDesktop') return written;
      return claudeVariable(written, body, deps, note);
    }),
  );
}

/**
 * Variables and keys in what a sign-in is registered with, where the settings take none. No variable is read for it: a file of a project
 * could name any, whose value would then stand in settings and go out with the sign-in.
 */
export function settleSignIn(draft: Draft, deps: VariableDeps): void {
  const oauth = draft.fields['oauth'];
  if (!isObject(oauth)) return;
  const settled: Record<string, Json | undefined> = { ...oauth };
  const { clientId, clientSecret } = oauth;
  const why = typeof clientId === 'string' ? notAClientId(clientId) : undefined;
  if (why !== undefined) {
    settled['clientId'] = undefined;
    draft.notes.push(
      t('No client id is written, since {0}. Where the sign-in needs one, write it under “oauth”.', why),
    );
  }
  if (typeof clientSecret === 'string' && clientSecret.startsWith('${env:')) {
    settled['clientSecret'] = `\${input:${slug(deps.server)}-clientSecret}`;
    draft.notes.push(t('You are asked for the client secret: {0} is not read for a sign-in.', clientSecret));
  }
  draft.fields['oauth'] = Object.fromEntries(Object.entries(settled).filter(([, value]) => value !== undefined));
}

function notAClientId(text: string): string | undefined {
  const [variable] = /\$\{[^}]*\}?/.exec(text) ?? [];
  if (variable !== undefined) return t('{0} is not read for a sign-in', variable);
  return redactText(text) === text ? undefined : t('what is there looks like a key');
}

function claudeVariable(written: string, body: string, deps: VariableDeps, note: (text: string) => void): string {
  const [, name, fallback] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(body) ?? [];
  if (name === undefined) return written;
  if (name === 'CLAUDE_PROJECT_DIR' && deps.project !== undefined) return deps.project;
  if (fallback === undefined) return `\${env:${name}}`;
  if (deps.env(name) !== undefined) {
    note(t('The default of {0} is not kept, since the variable is set.', name));
    return `\${env:${name}}`;
  }
  note(t('{0} is not set, so its default is written.', name));
  return fallback;
}
