import type {
  DefinitionSource,
  DisclosureLine,
  InputDefinition,
  ServerDefinition,
  StdioSettings,
  OAuthSettings,
} from './definition.ts';
import { isLoopbackHost } from '../util/hosts.ts';
import { lineJson } from '../util/json.ts';
import { isSecretInput } from './launch.ts';
import { baseName } from './paths.ts';
import { type Reference, referencesIn } from './variables.ts';
import { inEnglish, t } from '../text/l10n.ts';

/** Characters that a person cannot see, or that make text look like other text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/u;
const SHELLS = /^(?:sh|bash|zsh|dash|fish|ksh|cmd|powershell|pwsh)(?:\.exe)?$/i;

/**
 * Everything that will happen, line by line and never shortened: each value as written, and what it does with something of the
 * person's. This is what they confirm.
 */
export function disclose(definition: ServerDefinition): readonly DisclosureLine[] {
  // What is confirmed is kept and compared in English, and shown in the language of the display.
  const shown = linesOf(definition);
  return inEnglish(() => linesOf(definition)).map((english, index) => {
    const { label, value, warnings } = shown[index] ?? english;
    const same = label === english.label && value === english.value;
    return same ? { ...english, warnings } : { ...english, warnings, shown: { label, value } };
  });
}

function linesOf(definition: ServerDefinition): readonly DisclosureLine[] {
  const { settings } = definition;
  return [
    line(t('Name'), definition.name),
    inOurWords(t('Written in'), sourceText(definition.source)),
    ...(settings.type === 'stdio' ? stdioLines(definition, settings) : httpLines(settings)),
    ...(definition.inputs ?? []).flatMap(inputLines),
    ...(definition.unkept ?? []).map((sentence) => ({
      ...inOurWords(t('Not kept'), sentence),
      warnings: [t('is not done')],
    })),
    inOurWords(t('Protocol era'), settings.era === 'auto' ? t('modern, else legacy (auto)') : t('legacy')),
    inOurWords(
      t('May ask your model'),
      { on: t('yes, with tools'), withoutTools: t('yes, without tools'), off: t('no') }[settings.sampling],
    ),
    inOurWords(t('Starts by itself'), settings.autoStart ? t('yes') : t('no')),
    inOurWords(t('Gives up after'), t('{0} ms of silence', settings.timeout)),
  ];
}

/** Where a definition was written, for a person. */
export function sourceText(source: DefinitionSource): string {
  switch (source.kind) {
    case 'user':
      return t('your user settings');
    case 'workspace':
      return t('the workspace’s settings ({0})', source.uri);
    case 'folder':
      return t('the settings of the folder {0}', source.folder);
    case 'mcpJson':
      return t('.vscode/mcp.json of the folder {0}', source.folder);
    case 'workspaceMcp':
      return t('the “mcp” section of the workspace file ({0})', source.uri);
  }
}

/** An input, and what it can stand for without a word of the person: that goes into a command line, a file’s name or an address. */
function inputLines(input: InputDefinition): DisclosureLine[] {
  const label = t('Input {0}', input.id);
  switch (input.type) {
    case 'command': {
      const args = input.args === undefined ? '' : ` ${lineJson(input.args)}`;
      return [line(label, `${input.command}${args}`, [t('runs this command of VS Code or of another extension')])];
    }
    case 'pickString': {
      const values = input.options.map(({ value }) => value).join(', ');
      const renamed = input.options.filter((option) => option.label !== option.value);
      return [
        line(label, `${input.description ?? ''} (${values})`.trim(), [t('lets you choose one of these')]),
        ...renamed.map((option) => line(t('{0}, choice “{1}”', label, option.label), option.value)),
        ...(input.default === undefined
          ? []
          : [line(t('{0}, offered first', label), input.default, [t('is what Enter takes')])]),
      ];
    }
    case 'promptString': {
      const masked = isSecretInput(input);
      const asks = masked ? t('asks you for it like a password: what you type is not shown') : t('asks you for it');
      const taken = masked ? t('is left out, since it would not be shown there') : t('is what Enter takes');
      return [
        line(label, input.description ?? '', [asks]),
        ...(input.default === undefined ? [] : [line(t('{0}, filled in with', label), input.default, [taken])]),
      ];
    }
  }
}

function line(label: string, value: string, warnings: readonly string[] = []): DisclosureLine {
  const hidden = HIDDEN.test(label + value) ? [t('contains characters that cannot be seen')] : [];
  return { label, value, written: true, warnings: [...warnings, ...hidden] };
}

function inOurWords(label: string, value: string): DisclosureLine {
  return { ...line(label, value), written: false };
}

function stdioLines(definition: ServerDefinition, settings: StdioSettings): DisclosureLine[] {
  const given = (text: string) => referencesIn(text).map((one) => t('gives {0} to this program', whose(one)));
  const shell = SHELLS.test(baseName(settings.command)) ? [t('runs a shell, which can run anything')] : [];
  const lines = [line(t('Command'), settings.command, [...given(settings.command), ...shell])];
  settings.args.forEach((arg, index) => lines.push(line(t('Argument {0}', index + 1), arg, given(arg))));
  for (const [name, value] of Object.entries(settings.env)) {
    lines.push(
      value === null
        ? line(t('Environment variable {0}', name), '', [t('is removed')])
        : line(t('Environment variable {0}', name), value, given(value)),
    );
  }
  if (settings.envFile !== undefined) {
    const missing = definition.envFileDigest === 'missing' ? [t('cannot be read')] : [];
    lines.push(
      line(t('Environment file'), settings.envFile, [t('gives every variable in it to this program'), ...missing]),
      inOurWords(t('Fingerprint of that file'), definition.envFileDigest ?? t('missing')),
    );
  }
  lines.push(line(t('Working directory'), settings.cwd ?? '', given(settings.cwd ?? '')));
  return lines;
}

function httpLines(settings: Extract<ServerDefinition['settings'], { type: 'http' | 'sse' }>): DisclosureLine[] {
  const { host, plain } = destinationOf(settings.url);
  const sent = (text: string) => referencesIn(text).map((one) => t('sends {0} to {1}', whose(one), host));
  const warnings = [...sent(settings.url), ...(plain ? [t('plain http: anyone on the way can read it')] : [])];
  return [
    line(t('URL'), settings.url, warnings),
    ...Object.entries(settings.headers).map(([name, value]) => line(t('Header {0}', name), value, sent(value))),
    ...(settings.oauth === undefined ? [] : oauthLines(settings.oauth)),
  ];
}

function oauthLines({ clientId, clientSecret, clientMetadataUrl, scopes, issuer }: OAuthSettings): DisclosureLine[] {
  const whom =
    issuer === undefined ? t('the authorization server that this server names') : t('its authorization server');
  const sent = referencesIn(clientSecret ?? '').map((one) => t('sends {0} to {1}', whose(one), whom));
  return [
    ...(clientId === undefined ? [] : [line(t('OAuth client id'), clientId)]),
    ...(clientSecret === undefined ? [] : [line(t('OAuth client secret'), clientSecret, sent)]),
    ...(clientMetadataUrl === undefined ? [] : [line(t('OAuth client document'), clientMetadataUrl)]),
    ...(scopes === undefined ? [] : [line(t('OAuth scopes'), scopes.join(' '))]),
    ...(issuer === undefined ? [] : [line(t('OAuth authorization server'), issuer)]),
  ];
}

function whose(reference: Reference): string {
  return reference.kind === 'env' ? t('your variable {0}', reference.name) : t('your saved input {0}', reference.name);
}

/** Host of a URL that may still contain references; what decides about the host is named, never guessed. */
function destinationOf(url: string): { readonly host: string; readonly plain: boolean } {
  const [, scheme = '', host = ''] = /^([^:/?#]*):\/\/((?:\$\{[^}]*\}|[^/?#\\])*)/.exec(url) ?? [];
  const name = host.slice(host.lastIndexOf('@') + 1);
  if (name === '' || name.includes('${'))
    return { host: t('the host that this URL turns out to name ({0})', url), plain: false };
  return {
    host: name,
    plain: scheme.toLowerCase() === 'http' && !isLoopbackHost(name.replace(/:\d*$/, '').toLowerCase()),
  };
}
