import type { Prompt, Resource, ResourceTemplate, Tool } from '../../core/mcp.ts';
import type { CatalogKind } from '../../core/servers/session.ts';
import type { FilePlace } from '../settings/serverSettings.ts';
import type { Range } from './ranges.ts';

/**
 * The elements of the servers tree. They are classes and are recognised by `instanceof`: a command that gets one knows that it came
 * from the tree, since JSON that a task or a keybinding hands over is none.
 */
export type TreeNode = ServerNode | InvalidNode | GroupNode | RangeNode | ItemNode | NoteNode | WayOutNode;

/** A configured server. */
export class ServerNode {
  readonly server: string;
  constructor(server: string) {
    this.server = server;
  }
}

/** An entry of the settings that is no server, with the sentence that says why. */
export class InvalidNode {
  readonly server: string;
  readonly reason: string;
  /** Where it is written; absent in the user's own settings. */
  readonly place: FilePlace | undefined;
  constructor(server: string, reason: string, place?: FilePlace) {
    this.server = server;
    this.reason = reason;
    this.place = place;
  }
}

/** Tools, resources, resource templates or prompts of a server. */
export class GroupNode {
  readonly server: string;
  readonly catalog: CatalogKind;
  constructor(server: string, catalog: CatalogKind) {
    this.server = server;
    this.catalog = catalog;
  }
}

/** A part of a list that is too long to be shown at once. */
export class RangeNode {
  readonly server: string;
  readonly catalog: CatalogKind;
  readonly range: Range;
  constructor(server: string, catalog: CatalogKind, range: Range) {
    this.server = server;
    this.catalog = catalog;
    this.range = range;
  }
}

/** Something that a server offers. */
export type Offered =
  | { readonly kind: 'tool'; readonly tool: Tool }
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'resourceTemplate'; readonly template: ResourceTemplate }
  | { readonly kind: 'prompt'; readonly prompt: Prompt };

/** One tool, resource, resource template or prompt. */
export class ItemNode {
  readonly server: string;
  readonly offered: Offered;
  /** Counts entries of the same name, since a server can list two. */
  readonly nth: number;
  constructor(server: string, offered: Offered, nth: number) {
    this.server = server;
    this.offered = offered;
    this.nth = nth;
  }
}

/** A sentence under a server: why it rests or failed, what is wrong with what it offers. */
export class NoteNode {
  readonly server: string;
  readonly text: string;
  readonly tone: 'info' | 'warning' | 'error' | 'loading';
  constructor(server: string, text: string, tone: NoteNode['tone']) {
    this.server = server;
    this.text = text;
    this.tone = tone;
  }
}

/** What helps a server that failed or waits for its confirmation. */
export type WayOut = 'signIn' | 'showLog' | 'openSettings' | 'retry' | 'confirm' | 'changes';

/** A row that can be clicked, for a way out. */
export class WayOutNode {
  readonly server: string;
  readonly way: WayOut;
  constructor(server: string, way: WayOut) {
    this.server = server;
    this.way = way;
  }
}

/**
 * The server that a person pointed at: its row, or a way out under it. A name in a text or a plain object, which a task of a folder can
 * hand to a command, is nobody's choice.
 */
export function pointedAt(argument: unknown): string | undefined {
  return argument instanceof ServerNode || argument instanceof WayOutNode ? argument.server : undefined;
}
