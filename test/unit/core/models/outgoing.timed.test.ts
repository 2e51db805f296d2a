import { describe, expect, it } from 'vitest';
import { httpDestination } from '../../../../src/core/models/destination.ts';
import { makeOutgoing } from '../../../../src/core/models/outgoing.ts';
import { sha256 } from '../../../../src/node/hash.ts';
import { bestOfThree } from '../../timed.ts';

const destination = httpDestination(new URL('https://models.example/v1/chat/completions'));
const model = { ref: 'e/m', endpoint: 'e', id: 'm', name: 'm', providerLabel: 'E', destination };

describe('an outgoing request', () => {
  it('is sealed within 150 ms at 8 MB of processor time, the best of three', () => {
    const body = { messages: [{ role: 'user', content: 'The quick brown fox, “jumps”.\n'.repeat(270_000) }] };
    const seal = () => makeOutgoing({ destination, body, notes: [] }, model, { sha256 });
    expect(bestOfThree(() => expect(seal().bytes).toBeGreaterThan(8_000_000))).toBeLessThan(150);
  });
});
