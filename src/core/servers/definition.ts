import type { SignInLaunch } from '../auth/signIn.ts';
import type { Json } from '../mcp.ts';

/** Where a definition was written. Part of its identity: the same bytes from another place are another definition. */
export type DefinitionSource =
  | { readonly kind: 'user' }
  | { readonly kind: 'workspace'; readonly uri: string }
  | { readonly kind: 'folder'; readonly uri: string; readonly folder: string }
  /** `.vscode/mcp.json` of a folder, which VS Code reads too. */
  | { readonly kind: 'mcpJson'; readonly uri: string; readonly folder: string }
  /** The `mcp` section of a `.code-workspace` file, which VS Code reads too. */
  | { readonly kind: 'workspaceMcp'; readonly uri: string };

/** True for what VS Code may run itself: it is listed, and connects only once a person has asked for it. */
export function isVsCodes(source: DefinitionSource): boolean {
  return source.kind === 'mcpJson' || source.kind === 'workspaceMcp';
}

/** What `${input:id}` stands for, in the format of VS Code's `inputs`. */
export type InputDefinition =
  | {
      readonly type: 'promptString';
      readonly id: string;
      readonly description?: string;
      readonly default?: string;
      readonly password: boolean;
    }
  | {
      readonly type: 'pickString';
      readonly id: string;
      readonly description?: string;
      readonly options: readonly { readonly label: string; readonly value: string }[];
      readonly default?: string;
    }
  | {
      readonly type: 'command';
      readonly id: string;
      readonly description?: string;
      /** A command of VS Code or of another extension, whose answer is the value. Never one of ours. */
      readonly command: string;
      readonly args?: Json;
    };

/** What every definition may say besides how to reach the server. */
export interface CommonSettings {
  /** `auto` probes for the modern era first; `legacy` never does. */
  readonly era: 'auto' | 'legacy';
  /** Start after activation. */
  readonly autoStart: boolean;
  /** Milliseconds without any sign of life after which a call fails. Waiting for a human never counts. */
  readonly timeout: number;
  /** What is declared to the server: sampling with tools, without, or not at all. */
  readonly sampling: 'on' | 'withoutTools' | 'off';
}

/** A server that is a program on this machine. */
export interface StdioSettings extends CommonSettings {
  readonly type: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  /** `null` removes a variable. Numbers are written as text. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly envFile?: string;
  readonly cwd?: string;
}

/** A server behind a URL: Streamable HTTP (`http`) or the older HTTP+SSE transport (`sse`). */
export interface HttpSettings extends CommonSettings {
  readonly type: 'http' | 'sse';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly oauth?: OAuthSettings;
}

/** How to sign in where a server asks for it. All of it may be left out: most servers say themselves what is needed. */
export interface OAuthSettings {
  /** Of a client that was registered with the authorization server by hand. */
  readonly clientId?: string;
  /** A reference such as `${input:secret}`: no secret stands in settings. */
  readonly clientSecret?: string;
  /** URL of a Client ID Metadata Document that the person publishes. */
  readonly clientMetadataUrl?: string;
  /** What to ask for, instead of what the server suggests. */
  readonly scopes?: readonly string[];
  /** The only authorization server to use; also the way to one in a private network. */
  readonly issuer?: string;
}

/** How to reach a server, of either kind. */
export type ServerSettings = StdioSettings | HttpSettings;

/** A text of a definition in which variables count, and where it stands. */
export interface DefinitionText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Every text of a definition in which variables count. */
export function textsOf(settings: ServerSettings): readonly DefinitionText[] {
  const named = (field: string, values: Readonly<Record<string, string | null>>): DefinitionText[] =>
    Object.entries(values).flatMap(([name, text]) => (text === null ? [] : [{ path: [field, name], text }]));
  const one = (field: string, text: string | undefined): DefinitionText[] =>
    text === undefined ? [] : [{ path: [field], text }];
  if (settings.type !== 'stdio') {
    const secret = settings.oauth?.clientSecret;
    const oauth = secret === undefined ? [] : [{ path: ['oauth', 'clientSecret'], text: secret }];
    return [...one('url', settings.url), ...named('headers', settings.headers), ...oauth];
  }
  return [
    ...one('command', settings.command),
    ...settings.args.map((text, index) => ({ path: ['args', index], text })),
    ...named('env', settings.env),
    ...one('envFile', settings.envFile),
    ...one('cwd', settings.cwd),
  ];
}

/** One entry of `countersign.servers` or of `mcp.json` as it was written, checked but with its variables unresolved. */
export interface ServerEntry {
  readonly name: string;
  readonly source: DefinitionSource;
  readonly settings: ServerSettings;
  /** Absolute path of the folder that `${workspaceFolder}` means for this entry; absent without a folder. */
  readonly workspaceFolder?: string;
  /** The definitions of the inputs that it refers to; one that has none is asked for as a password. */
  readonly inputs?: readonly InputDefinition[];
  /** What was written and is not done, where a person has to know before they confirm it: a sentence each. */
  readonly unkept?: readonly string[];
}

/** An entry whose variables are resolved except those that may hold secrets; what a person confirms and what trust is bound to. */
export interface ServerDefinition {
  readonly name: string;
  readonly source: DefinitionSource;
  /** `${workspaceFolder}` and `cwd` resolved; `${env:X}` and `${input:x}` still by reference. */
  readonly settings: ServerSettings;
  /** SHA-256 of the file that `envFile` names, so that an edit of it asks again. `missing` when it cannot be read. */
  readonly envFileDigest?: string;
  readonly inputs?: readonly InputDefinition[];
  readonly unkept?: readonly string[];
  /** SHA-256 (hex) over the RFC 8785 form of all of the above. */
  readonly hash: string;
  /** True when what runs depends on which folder is open (a relative path or `${workspaceFolder}`). */
  readonly dependsOnFolder: boolean;
}

/** One line of the confirmation: a value, and what it does with something of the person's. */
export interface DisclosureLine {
  readonly label: string;
  readonly value: string;
  /** True where the value is that of the definition, false where it is a word of ours about it. */
  readonly written: boolean;
  /** Such as *sends your variable TOKEN to api.example.com* or *gives it to this program*. */
  readonly warnings: readonly string[];
  /** The label and value in the language of the display; those above are English, to be kept and compared. */
  readonly shown?: { readonly label: string; readonly value: string };
}

/** Everything real, ready to be run. Holds secrets: never shown, logged or stored. */
export type Launch =
  | {
      readonly type: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      /** Only what the definition adds or removes; the transport adds the safe defaults. */
      readonly env: Readonly<Record<string, string>>;
      /** Variables that the definition removes (`null`), so that not even a safe default is passed on. */
      readonly removeEnv?: readonly string[];
      readonly cwd: string | undefined;
    }
  | {
      readonly type: 'http' | 'sse';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      /** Absent where the definition brings an `Authorization` header of its own. */
      readonly signIn?: SignInLaunch;
    };
