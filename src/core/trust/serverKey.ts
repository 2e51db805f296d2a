import type { DefinitionSource } from '../servers/definition.ts';

/**
 * What a server is to a person: its name and where that was written. What is remembered of it goes by this, so that it outlives an
 * edit of its arguments. A digest of the definition would not: every edit would be a server that nobody has seen.
 */
export function serverKey(server: { readonly name: string; readonly source: DefinitionSource }): string {
  const { source } = server;
  return JSON.stringify([server.name, source.kind, source.kind === 'user' ? '' : source.uri]);
}
