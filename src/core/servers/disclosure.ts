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

/** Characters that a person cannot see, or that make text look like other text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/u;
const SHELLS = /^(?:sh|bash|zsh|dash|fish|ksh|cmd|powershell|pwsh)(?:\.exe)?$/i;

/**
 * Everything that will happen, line by line and never shortened: each value as written, and what it does with something of the
 * person's. This is what they confirm.
 */
export function disclose(definition: ServerDefinition): readonly DisclosureLine[] {
  const { settings } = definition;
  return [
    line('Name', definition.name),
    inOurWords('Written in', sourceText(definition.source)),
    ...(settings.type === 'stdio' ? stdioLines(definition, settings) : httpLines(settings)),
    ...(definition.inputs ?? []).flatMap(inputLines),
    ...(definition.unkept ?? []).map((sentence) => ({
      ...inOurWords('Not kept', sentence),
      warnings: ['is not done'],
    })),
    inOurWords('Protocol era', settings.era === 'auto' ? 'modern, else legacy (auto)' : 'legacy'),
    inOurWords(
      'May ask your model',
      { on: 'yes, with tools', withoutTools: 'yes, without tools', off: 'no' }[settings.sampling],
    ),
    inOurWords('Starts by itself', settings.autoStart ? 'yes' : 'no'),
    inOurWords('Gives up after', `${settings.timeout} ms of silence`),
  ];
}

/** Where a definition was written, for a person. */
export function sourceText(source: DefinitionSource): string {
  switch (source.kind) {
    case 'user':
      return 'your user settings';
    case 'workspace':
      return `the workspace’s settings (${source.uri})`;
    case 'folder':
      return `the settings of the folder ${source.folder}`;
    case 'mcpJson':
      return `.vscode/mcp.json of the folder ${source.folder}`;
    case 'workspaceMcp':
      return `the “mcp” section of the workspace file (${source.uri})`;
  }
}

/** An input, and what it can stand for without a word of the person: that goes into a command line, a file’s name or an address. */
function inputLines(input: InputDefinition): DisclosureLine[] {
  const label = `Input ${input.id}`;
  switch (input.type) {
    case 'command': {
      const args = input.args === undefined ? '' : ` ${lineJson(input.args)}`;
      return [line(label, `${input.command}${args}`, ['runs this command of VS Code or of another extension'])];
    }
    case 'pickString': {
      const values = input.options.map(({ value }) => value).join(', ');
      const renamed = input.options.filter((option) => option.label !== option.value);
      return [
        line(label, `${input.description ?? ''} (${values})`.trim(), ['lets you choose one of these']),
        ...renamed.map((option) => line(`${label}, choice “${option.label}”`, option.value)),
        ...(input.default === undefined
          ? []
          : [line(`${label}, offered first`, input.default, ['is what Enter takes'])]),
      ];
    }
    case 'promptString': {
      const masked = isSecretInput(input);
      const asks = masked ? 'asks you for it like a password: what you type is not shown' : 'asks you for it';
      const taken = masked ? 'is left out, since it would not be shown there' : 'is what Enter takes';
      return [
        line(label, input.description ?? '', [asks]),
        ...(input.default === undefined ? [] : [line(`${label}, filled in with`, input.default, [taken])]),
      ];
    }
  }
}

function line(label: string, value: string, warnings: readonly string[] = []): DisclosureLine {
  const hidden = HIDDEN.test(label + value) ? ['contains characters that cannot be seen'] : [];
  return { label, value, written: true, warnings: [...warnings, ...hidden] };
}

function inOurWords(label: string, value: string): DisclosureLine {
  return { ...line(label, value), written: false };
}

function stdioLines(definition: ServerDefinition, settings: StdioSettings): DisclosureLine[] {
  const given = (text: string) => referencesIn(text).map((one) => `gives ${whose(one)} to this program`);
  const shell = SHELLS.test(baseName(settings.command)) ? ['runs a shell, which can run anything'] : [];
  const lines = [line('Command', settings.command, [...given(settings.command), ...shell])];
  settings.args.forEach((arg, index) => lines.push(line(`Argument ${index + 1}`, arg, given(arg))));
  for (const [name, value] of Object.entries(settings.env)) {
    lines.push(
      value === null
        ? line(`Environment variable ${name}`, '', ['is removed'])
        : line(`Environment variable ${name}`, value, given(value)),
    );
  }
  if (settings.envFile !== undefined) {
    const missing = definition.envFileDigest === 'missing' ? ['cannot be read'] : [];
    lines.push(
      line('Environment file', settings.envFile, ['gives every variable in it to this program', ...missing]),
      inOurWords('Fingerprint of that file', definition.envFileDigest ?? 'missing'),
    );
  }
  lines.push(line('Working directory', settings.cwd ?? '', given(settings.cwd ?? '')));
  return lines;
}

function httpLines(settings: Extract<ServerDefinition['settings'], { type: 'http' | 'sse' }>): DisclosureLine[] {
  const { host, plain } = destinationOf(settings.url);
  const sent = (text: string) => referencesIn(text).map((one) => `sends ${whose(one)} to ${host}`);
  const warnings = [...sent(settings.url), ...(plain ? ['plain http: anyone on the way can read it'] : [])];
  return [
    line('URL', settings.url, warnings),
    ...Object.entries(settings.headers).map(([name, value]) => line(`Header ${name}`, value, sent(value))),
    ...(settings.oauth === undefined ? [] : oauthLines(settings.oauth)),
  ];
}

function oauthLines({ clientId, clientSecret, clientMetadataUrl, scopes, issuer }: OAuthSettings): DisclosureLine[] {
  const whom = issuer === undefined ? 'the authorization server that this server names' : 'its authorization server';
  const sent = referencesIn(clientSecret ?? '').map((one) => `sends ${whose(one)} to ${whom}`);
  return [
    ...(clientId === undefined ? [] : [line('OAuth client id', clientId)]),
    ...(clientSecret === undefined ? [] : [line('OAuth client secret', clientSecret, sent)]),
    ...(clientMetadataUrl === undefined ? [] : [line('OAuth client document', clientMetadataUrl)]),
    ...(scopes === undefined ? [] : [line('OAuth scopes', scopes.join(' '))]),
    ...(issuer === undefined ? [] : [line('OAuth authorization server', issuer)]),
  ];
}

function whose(reference: Reference): string {
  return reference.kind === 'env' ? `your variable ${reference.name}` : `your saved input ${reference.name}`;
}

/** Host of a URL that may still contain references; what decides about the host is named, never guessed. */
function destinationOf(url: string): { readonly host: string; readonly plain: boolean } {
  const [, scheme = '', host = ''] = /^([^:/?#]*):\/\/((?:\$\{[^}]*\}|[^/?#\\])*)/.exec(url) ?? [];
  const name = host.slice(host.lastIndexOf('@') + 1);
  if (name === '' || name.includes('${'))
    return { host: `the host that this URL turns out to name (${url})`, plain: false };
  return {
    host: name,
    plain: scheme.toLowerCase() === 'http' && !isLoopbackHost(name.replace(/:\d*$/, '').toLowerCase()),
  };
}
