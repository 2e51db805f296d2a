import type { NamedIcon } from '../../core/icons/icons.ts';
import type { Tool } from '../../core/mcp.ts';
import type { Catalog, CatalogKind } from '../../core/servers/session.ts';
import { ItemNode, type Offered } from './nodes.ts';
import type { Range } from './ranges.ts';
import { t } from '../../core/text/l10n.ts';

/** The words of a tool's annotations. They are the server's own claim, so only what it says stands here, never a default. */
export function annotationWords(tool: Tool): readonly string[] {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations ?? {};
  return [
    ...(readOnlyHint === true ? [t('read-only')] : []),
    ...(destructiveHint === true && readOnlyHint !== true ? [t('destructive')] : []),
    ...(idempotentHint === true && readOnlyHint !== true ? [t('idempotent')] : []),
    ...(openWorldHint === true ? [t('open world')] : []),
  ];
}

/** Name (of a resource: URI; of a template: URI template), which together with the kind says what is meant. */
export function idOf(offered: Offered): string {
  switch (offered.kind) {
    case 'tool':
      return offered.tool.name;
    case 'resource':
      return offered.resource.uri;
    case 'resourceTemplate':
      return offered.template.uriTemplate;
    case 'prompt':
      return offered.prompt.name;
  }
}

/** What a person reads: the title where there is one. */
export function titleOf(offered: Offered): string {
  switch (offered.kind) {
    case 'tool':
      return offered.tool.title ?? offered.tool.annotations?.title ?? offered.tool.name;
    case 'resource':
      return offered.resource.title ?? offered.resource.name;
    case 'resourceTemplate':
      return offered.template.title ?? offered.template.name;
    case 'prompt':
      return offered.prompt.title ?? offered.prompt.name;
  }
}

/** The pictures that the server names for it. */
export function iconsOf(offered: Offered): readonly NamedIcon[] | undefined {
  switch (offered.kind) {
    case 'tool':
      return offered.tool.icons;
    case 'resource':
      return offered.resource.icons;
    case 'resourceTemplate':
      return offered.template.icons;
    case 'prompt':
      return offered.prompt.icons;
  }
}

/** The server's own description. */
export function descriptionOf(offered: Offered): string | undefined {
  switch (offered.kind) {
    case 'tool':
      return offered.tool.description;
    case 'resource':
      return offered.resource.description;
    case 'resourceTemplate':
      return offered.template.description;
    case 'prompt':
      return offered.prompt.description;
  }
}

/** The entries of one list as offered things. */
export function offeredOf(catalog: Catalog, kind: CatalogKind): readonly Offered[] {
  switch (kind) {
    case 'tools':
      return catalog.tools.map((tool) => ({ kind: 'tool', tool }));
    case 'resources':
      return catalog.resources.map((resource) => ({ kind: 'resource', resource }));
    case 'resourceTemplates':
      return catalog.resourceTemplates.map((template) => ({ kind: 'resourceTemplate', template }));
    case 'prompts':
      return catalog.prompts.map((prompt) => ({ kind: 'prompt', prompt }));
  }
}

/** The rows of one list, or of a part of it. */
export function itemNodes(server: string, catalog: Catalog, kind: CatalogKind, range?: Range): readonly ItemNode[] {
  const offered = offeredOf(catalog, kind);
  const seen = new Map<string, number>();
  const nodes: ItemNode[] = [];
  // Those before the part are counted too: an entry is the nth of its name in the whole list.
  for (const [index, entry] of offered.slice(0, range?.to).entries()) {
    const id = idOf(entry);
    const nth = seen.get(id) ?? 0;
    seen.set(id, nth + 1);
    if (index >= (range?.from ?? 0)) nodes.push(new ItemNode(server, entry, nth));
  }
  return nodes;
}

/** The entry of a list at a place. */
export function offeredAt(catalog: Catalog, kind: CatalogKind, index: number): Offered | undefined {
  const one: Catalog = {
    tools: [],
    resources: [],
    resourceTemplates: [],
    prompts: [],
    [kind]: catalog[kind].slice(index, index + 1),
  };
  return offeredOf(one, kind)[0];
}
