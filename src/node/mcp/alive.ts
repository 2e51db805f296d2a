import { type Client, ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import type { Answer } from './health.ts';
import { isNetworkFailure, toMcpError } from './words.ts';

/** What a gateway answers for a server that is not there. */
const NOBODY = new Set([502, 503, 504]);

/** Asks a server whether it is there: `ping` in the legacy era, `server/discover` in the modern one. Never rejects. */
export async function askAlive(client: Client, where: string | undefined, ms: number): Promise<Answer> {
  try {
    await (client.getProtocolEra() === 'modern' ? client.discover({ timeout: ms }) : client.ping({ timeout: ms }));
    return { kind: 'alive' };
  } catch (error) {
    return answerIn(error, where);
  }
}

/** What an error says about whether somebody is there. */
export function answerIn(error: unknown, where: string | undefined): Answer {
  // An error is an answer too.
  if (error instanceof ProtocolError) return { kind: 'alive' };
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) return { kind: 'silent' };
  const nobody = error instanceof SdkHttpError && NOBODY.has(error.status ?? 0);
  if (nobody || isNetworkFailure(error)) return { kind: 'gone', reason: toMcpError(error, where).message };
  return { kind: 'alive' };
}
