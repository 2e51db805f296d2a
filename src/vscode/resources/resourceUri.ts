import { fileNameFor, safeName } from '../calls/contentNames.ts';

/** Where a resource lies in the read-only file system. */
export interface ResourcePlace {
  readonly server: string;
  readonly uri: string;
  /** Which of its contents, where it has several; counted from 0. */
  readonly part: number;
}

/** What a URI of the file system is made of. The path is for people and editors; the query alone says what is meant. */
export interface UriParts {
  readonly path: string;
  readonly query: string;
}

/** `/server/file.ext?["server","uri"]`, or with the part as a third entry where it is not the first. */
export function toUriParts(place: ResourcePlace, mimeType: string | undefined, name = place.uri): UriParts {
  const { server, uri, part } = place;
  const file = safeName(fileNameFor(name, mimeType, isBinary(mimeType)));
  return {
    path: `/${safeName(server)}/${file}`,
    query: JSON.stringify(part === 0 ? [server, uri] : [server, uri, part]),
  };
}

/** Undefined for a URI that names no resource. */
export function fromQuery(query: string): ResourcePlace | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const [server, uri, part = 0] = value as readonly unknown[];
  if (typeof server !== 'string' || typeof uri !== 'string') return undefined;
  return typeof part === 'number' && Number.isInteger(part) && part >= 0 ? { server, uri, part } : undefined;
}

/** A type without a name for its files is taken for text: most resources are, and a resource that is not says so. */
function isBinary(mimeType: string | undefined): boolean {
  return mimeType !== undefined && !/^text\/|[/+](?:json|xml|yaml|javascript|sql)\b/.test(mimeType.toLowerCase());
}
