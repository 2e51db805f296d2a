import { AsyncLocalStorage } from 'node:async_hooks';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { isObject } from '../../core/util/json.ts';

/** The methods that list, and the field of their result that has the entries. */
const FIELDS: Readonly<Record<string, string>> = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
};

interface Recording {
  readonly entries: unknown[];
}

/**
 * Lists as they came over the wire. The SDK parses them and leaves out every field that it does not know, and a change of such a field
 * would go unseen; here each parsed entry is replaced by what it was parsed from. Which answer belongs to which list is told by the
 * asynchronous context that sent the request.
 */
export class WireLists {
  readonly #recording = new AsyncLocalStorage<Recording>();
  readonly #asked = new Map<string | number, { readonly recording: Recording; readonly field: string }>();

  /** A message that passes, on its way out or as it came, before anything parses it. */
  passed(direction: 'sent' | 'received', message: JSONRPCMessage): void {
    if (direction === 'sent') {
      const recording = this.#recording.getStore();
      if (!recording || !('method' in message) || !('id' in message)) return;
      const field = FIELDS[message.method];
      if (field !== undefined) this.#asked.set(message.id, { recording, field });
      return;
    }
    if ('method' in message || message.id === undefined) return;
    const asked = this.#asked.get(message.id);
    if (!asked) return;
    this.#asked.delete(message.id);
    const entries: unknown = 'result' in message && isObject(message.result) ? message.result[asked.field] : undefined;
    if (Array.isArray(entries)) for (const entry of entries) asked.recording.entries.push(entry);
  }

  /** Nobody waits for it any more. */
  forget(id: string | number): void {
    this.#asked.delete(id);
  }

  /** What `list` resolves to, with each entry as the server sent it. */
  async asSent<T extends object>(list: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const recording: Recording = { entries: [] };
    const parsed = await this.#recording.run(recording, list);
    return matched(parsed, recording.entries);
  }
}

/**
 * The parsed entries are those that were sent, in their order; the SDK only leaves some out (a tool whose headers break the rules, a
 * last page that repeats). The parse adds nothing, so what was sent has the type of what was parsed.
 */
function matched<T extends object>(parsed: readonly T[], sent: readonly unknown[]): readonly T[] {
  let at = 0;
  return parsed.map((entry) => {
    for (let next = at; next < sent.length; next++) {
      const candidate = sent[next];
      if (!isObject(candidate) || !sameEntry(entry, candidate)) continue;
      at = next + 1;
      return candidate as unknown as T;
    }
    return entry;
  });
}

function sameEntry(parsed: object, sent: object): boolean {
  return (['name', 'uri', 'uriTemplate', 'description'] as const).every(
    (key) => (parsed as Record<string, unknown>)[key] === (sent as Record<string, unknown>)[key],
  );
}
