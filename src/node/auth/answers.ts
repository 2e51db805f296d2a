import { createRedactor } from '../../core/text/redact.ts';
import type { Fetch } from '../mcp/httpFetch.ts';
import { short } from '../mcp/words.ts';

/**
 * A `fetch` for an authorization server that keeps what it says when it refuses, cleaned, and hands only the error code on: the SDK
 * writes descriptions to the console, where a token that a server repeats in one would be readable.
 */
export class AnswerFetch {
  readonly #base: Fetch;
  readonly #secrets = new Set<string>();
  /** What was said last, without secrets. */
  detail: string | undefined;

  constructor(base: Fetch) {
    this.#base = base;
  }

  readonly fetch: Fetch = async (url, init) => {
    if (init?.body instanceof URLSearchParams) this.#rememberFrom(init.body);
    const response = await this.#base(url, init);
    if (response.ok || init?.method !== 'POST' || (response.status >= 300 && response.status < 400)) return response;
    const { code, description } = parse(await response.text());
    this.detail = this.clean(description ?? `HTTP ${response.status}`);
    const body = JSON.stringify({ error: code ?? 'server_error' });
    return new Response(body, { status: response.status, headers: { 'content-type': 'application/json' } });
  };

  /** Text of the authorization server for a person: one line, without anything that was sent or handed out. */
  clean(text: string): string {
    return short(createRedactor([...this.#secrets]).text(text));
  }

  /** Values that are taken out of everything that is said. */
  remember(secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
  }

  #rememberFrom(form: URLSearchParams): void {
    const names = ['code', 'code_verifier', 'refresh_token', 'client_secret', 'client_assertion'];
    this.remember(names.map((name) => form.get(name) ?? '').filter((value) => value !== ''));
  }
}

function parse(body: string): { readonly code?: string; readonly description?: string } {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== 'object' || json === null) return {};
    const code = 'error' in json && typeof json.error === 'string' && /^[\w.:-]{1,64}$/.test(json.error);
    const described = 'error_description' in json && typeof json.error_description === 'string';
    return {
      ...(code && { code: String(json.error) }),
      ...(described && { description: String(json.error_description) }),
    };
  } catch {
    return {};
  }
}
