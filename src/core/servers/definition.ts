/** Where a definition was written. Part of its identity: the same bytes from another place are another definition. */
export type DefinitionSource =
  | { readonly kind: 'user' }
  | { readonly kind: 'workspace'; readonly uri: string }
  | { readonly kind: 'folder'; readonly uri: string; readonly folder: string };

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
}

/** How to reach a server, of either kind. */
export type ServerSettings = StdioSettings | HttpSettings;

/** One entry of `countersign.servers` as it was written, checked but with its variables unresolved. */
export interface ServerEntry {
  readonly name: string;
  readonly source: DefinitionSource;
  readonly settings: ServerSettings;
  /** Absolute path of the folder that `${workspaceFolder}` means for this entry; absent without a folder. */
  readonly workspaceFolder?: string;
}

/** An entry whose variables are resolved except those that may hold secrets; what a person confirms and what trust is bound to. */
export interface ServerDefinition {
  readonly name: string;
  readonly source: DefinitionSource;
  /** `${workspaceFolder}` and `cwd` resolved; `${env:X}` and `${input:x}` still by reference. */
  readonly settings: ServerSettings;
  /** SHA-256 of the file that `envFile` names, so that an edit of it asks again. `missing` when it cannot be read. */
  readonly envFileDigest?: string;
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
  | { readonly type: 'http' | 'sse'; readonly url: string; readonly headers: Readonly<Record<string, string>> };
