import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/mcp.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import { connect, fixture, Listener, leg } from './support.ts';

let session: McpSession | undefined;
afterEach(() => session?.close());

/** Every message that went to the server. */
class Wire extends Listener {
  readonly sent: string[] = [];
  override onTraffic(direction: string, message: Json): void {
    if (direction === 'sent') this.sent.push(JSON.stringify(message));
  }
}

describe('the log level of a session', () => {
  it('is asked for in the legacy era, where off asks for the rarest', async () => {
    const hooks = new Wire();
    session = await connect(fixture('tells-all'), hooks);
    session.setLogLevel?.('warning');
    session.setLogLevel?.('off');
    await session.list('tools');
    const levels = hooks.sent.filter((line) => line.includes('logging/setLevel'));
    expect(levels.map((line) => /"level":"(\w+)"/.exec(line)?.[1])).toEqual(['warning', 'emergency']);
  });

  it('goes with each call in the modern era, and not at all when it is off', async () => {
    const hooks = new Wire();
    session = await connect(fixture('modern', '--stdio'), hooks);
    const levelOf = async (): Promise<string | undefined> => {
      hooks.sent.length = 0;
      await leg(session as McpSession, 'add_tool');
      const call = hooks.sent.find((line) => line.includes('tools/call')) ?? '';
      return /logLevel":"(\w+)"/.exec(call)?.[1];
    };
    expect(await levelOf()).toBe('debug');
    session.setLogLevel?.('error');
    expect(await levelOf()).toBe('error');
    session.setLogLevel?.('off');
    expect(await levelOf()).toBeUndefined();
    expect(hooks.sent.some((line) => line.includes('logging/setLevel'))).toBe(false);
  });
});
