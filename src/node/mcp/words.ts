import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, SseError } from '@modelcontextprotocol/client';
import { isMcpError, McpError, messageOf } from '../../core/errors.ts';
import type { Launch } from '../../core/servers/definition.ts';
import { shorten } from '../../core/text/display.ts';
import { SignInNeeded } from '../auth/needed.ts';
import type { StdioTransport } from './stdioTransport.ts';
import { BROKEN_ANSWER } from './tap.ts';
import { t } from '../../core/text/l10n.ts';

/** Programs that servers are often started with, and where they come from. */
const ORIGINS: Readonly<Record<string, string>> = {
  npx: t('It comes with Node.js: install that, or write the full path to npx.'),
  node: t('Install Node.js, or write the full path to node.'),
  npm: t('It comes with Node.js: install that, or write the full path to npm.'),
  uvx: t('It comes with uv (https://docs.astral.sh/uv): install that, or write the full path to uvx.'),
  uv: t('Install uv (https://docs.astral.sh/uv), or write the full path to it.'),
  docker: t('Install Docker, or write the full path to docker.'),
  python: t('Install Python, or write python3 or the full path.'),
  python3: t('Install Python, or write the full path to it.'),
  bunx: t('It comes with Bun: install that, or write the full path to bunx.'),
  deno: t('Install Deno, or write the full path to deno.'),
};
/** Lines and characters of stderr that a message quotes. */
const QUOTED_LINES = 5;
const QUOTED_CHARACTERS = 600;

type StdioLaunch = Extract<Launch, { type: 'stdio' }>;

/** Why a program could not be started, in words. `error` is Node's own. */
export function spawnFailure(error: unknown, launch: StdioLaunch): McpError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const { command, cwd } = launch;
  // A missing working directory is reported as if the command were missing.
  if (code === 'ENOENT' && cwd !== undefined && !existsSync(cwd)) {
    return new McpError('connection', t('The working directory {0} does not exist.', cwd));
  }
  if (code === 'ENOENT') {
    const origin = Object.hasOwn(ORIGINS, command) ? ORIGINS[command] : undefined;
    const hint = origin ?? t('Check its spelling, or write its full path.');
    return new McpError('connection', t('The command "{0}" was not found. {1}', command, hint));
  }
  if (code === 'EACCES')
    return new McpError('connection', t('The file {0} may not be run: it is not executable.', command));
  if (code === 'ENOTDIR') return new McpError('connection', t('The working directory {0} is not a folder.', cwd ?? ''));
  return new McpError('connection', t('The command "{0}" could not be started: {1}', command, messageOf(error)));
}

/** How a program ended, with what it last wrote to stderr. */
export function exitText(transport: StdioTransport): string {
  if (transport.broken !== undefined) return transport.broken;
  const { exit } = transport;
  if (!exit) return t('The connection to the program was lost.');
  const how =
    exit.signal !== null
      ? t('The program was ended by {0}.', exit.signal)
      : t('The program ended with exit code {0}.', exit.code ?? 0);
  return how + lastWords(transport.lastErrors);
}

function lastWords(lines: readonly string[]): string {
  const text = lines
    .map((line) => plain(line).trim())
    .filter((line) => line !== '')
    .slice(-QUOTED_LINES)
    .join('\n');
  if (text === '') return ` ${t('It wrote nothing to stderr.')}`;
  const shown = text.length > QUOTED_CHARACTERS ? `…${text.slice(-QUOTED_CHARACTERS)}` : text;
  return ` ${t('It last wrote: “{0}”.', shown)}`;
}

/** Without ANSI sequences and control characters, for a message. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}

/** Anything that the SDK throws, as an error of ours. `where` is how the server is reached, for HTTP. */
export function toMcpError(error: unknown, where?: string): McpError {
  if (isMcpError(error)) return error;
  if (error instanceof SignInNeeded) return new McpError('needsSignIn', error.message);
  if (error instanceof ProtocolError) return protocolFailure(error);
  const network = networkFailure(error, where);
  if (network) return network;
  if (error instanceof SdkHttpError) return httpFailure(error.status ?? 0, textOf(error), where);
  if (error instanceof SseError) return httpFailure(error.code ?? 0, '', where, error.message);
  if (error instanceof SdkError) return sdkFailure(error, where);
  return new McpError('connection', messageOf(error));
}

function protocolFailure(error: ProtocolError): McpError {
  if (error.code === BROKEN_ANSWER) return new McpError('connection', error.message);
  const message = plain(error.message) || t('The server answered with error {0}.', error.code);
  return new McpError('server', message, error.code, error.data);
}

function sdkFailure(error: SdkError, where: string | undefined): McpError {
  const at = where === undefined ? t('The server') : t('The server at {0}', where);
  switch (error.code) {
    case SdkErrorCode.RequestTimeout:
      return new McpError('timeout', t('{0} did not answer.', at));
    case SdkErrorCode.ConnectionClosed:
    case SdkErrorCode.NotConnected:
      return new McpError('connection', t('The connection to the server was closed.'));
    case SdkErrorCode.InvalidResult:
    case SdkErrorCode.UnsupportedResultType:
      return new McpError('server', t("The server's answer breaks the protocol: {0}", short(error.message)));
    case SdkErrorCode.ClientHttpUnexpectedContent:
      return notMcp(where, error.message);
    case SdkErrorCode.EraNegotiationFailed:
      return error.cause === undefined
        ? new McpError('connection', short(error.message))
        : toMcpError(error.cause, where);
    default:
      return new McpError('connection', short(error.message));
  }
}

function textOf(error: SdkHttpError): string {
  const text: unknown = error.data?.['text'];
  return typeof text === 'string' ? text : '';
}

function notMcp(where: string | undefined, detail: string): McpError {
  const page = /html/i.test(detail) ? t('a web page') : t('something else than MCP');
  return new McpError(
    'connection',
    t('There is no MCP server at {0}: it answers with {1}. Check the path of the URL.', where ?? t('this URL'), page),
  );
}

function httpFailure(status: number, body: string, where = t('this URL'), message = ''): McpError {
  const redirect = /Redirect [^\n]*/.exec(`${message}\n${body}`)?.[0];
  if (redirect !== undefined || (status >= 300 && status < 400)) {
    return new McpError(
      'connection',
      t('{0} redirects elsewhere, which is not followed. {1}', where, redirect ?? '').trim(),
    );
  }
  if (status === 401)
    return new McpError(
      'connection',
      t('{0} asks for authorization (HTTP 401). Check the headers in its definition.', where),
    );
  if (status === 403)
    return new McpError('connection', t('{0} denies access (HTTP 403). Check the headers in its definition.', where));
  if (status === 404 || status === 405 || status === 406 || status === 410) {
    return new McpError(
      'connection',
      t('There is no MCP server at {0} (HTTP {1}). Check the path of the URL.', where, status),
    );
  }
  if (status === 200 || /^\s*<(?:!doctype|html)/i.test(body)) return notMcp(where, `html ${body}`);
  const detail = body.trim() === '' ? '' : ` ${short(serverMessage(body))}`;
  if (status > 0)
    return new McpError('connection', t('{0} answers with an error (HTTP {1}).{2}', where, status, detail));
  return new McpError('connection', t('{0} cannot be reached: {1}', where, short(message) || t('no answer')));
}

/** The message of a JSON-RPC error in the body, else the body. */
function serverMessage(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'error' in parsed) {
      const { error } = parsed;
      if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
    }
  } catch {
    // Plain text then.
  }
  return body;
}

/** Node's own network errors, which hide in the `cause` of a `fetch failed`. */
function networkFailure(error: unknown, where = t('this URL')): McpError | undefined {
  const cause = rootOf(error);
  const code = cause !== undefined && 'code' in cause ? String(cause.code) : '';
  const words =
    NETWORK[code] ??
    (/^(?:CERT_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)
      ? t('its certificate is not trusted')
      : undefined);
  if (words !== undefined)
    return new McpError(
      'connection',
      t(
        '{0} cannot be reached: {1} ({2}).{3}',
        where,
        words,
        code,
        code === 'ECONNREFUSED' ? ` ${t('Is the server running?')}` : '',
      ),
    );
  if (error instanceof SyntaxError) return notMcp(where, t('malformed JSON'));
  return undefined;
}

/** Codes after which nobody is there any more. */
export const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

/** Whether an error says that the network failed, not that somebody answered with an error. */
export function isNetworkFailure(error: unknown): boolean {
  return Object.hasOwn(NETWORK, networkCode(error) ?? '');
}

/** The network error code in an error or its causes, when there is one. */
export function networkCode(error: unknown): string | undefined {
  const cause = rootOf(error);
  return cause !== undefined && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: t('the connection was refused'),
  ENOTFOUND: t('the host is unknown'),
  EAI_AGAIN: t('the name service does not answer'),
  EHOSTUNREACH: t('there is no way to the host'),
  ENETUNREACH: t('there is no way to its network'),
  ECONNRESET: t('the connection was reset'),
  ETIMEDOUT: t('the connection attempt took too long'),
  UND_ERR_CONNECT_TIMEOUT: t('the connection attempt took too long'),
  UND_ERR_SOCKET: t('the connection broke off'),
  UND_ERR_HEADERS_TIMEOUT: t('it does not answer'),
  UND_ERR_BODY_TIMEOUT: t('its answer stopped half-way'),
  EPROTO: t('it does not speak TLS; try http://'),
  ERR_SSL_WRONG_VERSION_NUMBER: t('it does not speak TLS; try http://'),
  HPE_INVALID_CONSTANT: t('it does not speak HTTP'),
};

function rootOf(error: unknown): Error | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if (current instanceof AggregateError && current.errors[0] instanceof Error) current = current.errors[0];
    else if (current.cause instanceof Error) current = current.cause;
    else break;
  }
  return current instanceof Error ? current : undefined;
}

/** One line, not longer than a message should be. */
export function short(text: string): string {
  return shorten(plain(text).replace(/\s+/g, ' ').trim(), 300);
}
