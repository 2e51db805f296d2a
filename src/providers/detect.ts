import { entriesOf } from './openaiModels.ts';

/** The model servers that are told apart; `other` answers as one, but names none of them. */
export type LocalServerKind = 'ollama' | 'lmStudio' | 'llamaCpp' | 'vllm' | 'other';

/** A model server that answers on this machine. */
export interface LocalServer {
  readonly kind: LocalServerKind;
  readonly label: string;
  readonly baseUrl: string;
  /** The ids of its models; may be empty. */
  readonly models: readonly string[];
}

interface Place {
  readonly kind: LocalServerKind;
  readonly port: number;
}

/** The usual ports. A server is told by what it answers; the port decides only when the answer tells nothing. */
export const usualPlaces: readonly Place[] = [
  { kind: 'ollama', port: 11434 },
  { kind: 'lmStudio', port: 1234 },
  { kind: 'llamaCpp', port: 8080 },
  { kind: 'vllm', port: 8000 },
];

const labels: Readonly<Record<LocalServerKind, string>> = {
  ollama: 'Ollama',
  lmStudio: 'LM Studio',
  llamaCpp: 'llama.cpp',
  vllm: 'vLLM',
  other: 'Model server',
};

/** What each server writes as the owner of its models. */
const owners: ReadonlyMap<string, LocalServerKind> = new Map([
  ['library', 'ollama'],
  ['organization_owner', 'lmStudio'],
  ['llamacpp', 'llamaCpp'],
  ['vllm', 'vllm'],
]);

function kindOf(entries: readonly unknown[], usual: LocalServerKind): LocalServerKind {
  const owned = entries.map((entry) => (entry as { owned_by?: unknown } | null)?.owned_by);
  for (const owner of owned) {
    const kind = typeof owner === 'string' ? owners.get(owner.toLowerCase()) : undefined;
    if (kind) return kind;
  }
  // Ollama names the account of a model that was pulled from one; models that name nobody tell nothing.
  const named = owned.some((owner) => typeof owner === 'string' && owner !== '');
  return named && usual !== 'ollama' ? 'other' : usual;
}

async function look(
  place: Place,
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  signal: AbortSignal,
  limitMs: number,
): Promise<LocalServer | undefined> {
  const baseUrl = `http://127.0.0.1:${place.port}/v1`;
  try {
    const response = await fetch(`${baseUrl}/models`, {
      method: 'GET',
      headers: { accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return undefined;
    }
    const list = (await response.json()) as unknown;
    const entries = entriesOf(list);
    if (!entries) return undefined;
    const models = entries
      .map((entry) => (entry as { id?: unknown } | null)?.id)
      .filter((id): id is string => typeof id === 'string' && id !== '');
    if (entries.length > 0 && models.length === 0) return undefined;
    const kind = kindOf(entries, place.kind);
    const label = kind === 'other' ? `${labels.other} on port ${place.port}` : labels[kind];
    return { kind, label, baseUrl, models };
  } catch {
    // Nothing listens there, or it is no model server, or it is too slow: not found.
    return undefined;
  }
}

/**
 * Looks for Ollama, LM Studio, llama.cpp and vLLM on their usual ports of this machine, for at most a second. Sends nothing
 * but a question for the list of models. Rejects only with the reason of `signal`.
 */
export async function detectLocalModels(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  signal: AbortSignal,
  { places = usualPlaces, limitMs = 1000 }: { readonly places?: readonly Place[]; readonly limitMs?: number } = {},
): Promise<LocalServer[]> {
  const found = await Promise.all(places.map((place) => look(place, fetch, signal, limitMs)));
  signal.throwIfAborted();
  return found.filter((server) => server !== undefined);
}
