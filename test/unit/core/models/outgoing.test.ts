import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/mcp.ts';
import { httpDestination } from '../../../../src/core/models/destination.ts';
import { makeOutgoing } from '../../../../src/core/models/outgoing.ts';
import { isProviderError, type ModelInfo } from '../../../../src/core/models/provider.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const destination = httpDestination(new URL('https://models.example/v1/chat/completions'));
const model: ModelInfo = { ref: 'e/m', endpoint: 'e', id: 'm', name: 'm', providerLabel: 'E', destination };
const seal = (body: JsonObject, to = destination) =>
  makeOutgoing({ destination: to, body, notes: [] }, model, { sha256 });

describe('an outgoing request', () => {
  it('has the hash of the canonical form of destination and body', () => {
    const sealed = seal({ b: 1, a: 'ü' });
    const canonical =
      '{"body":{"a":"ü","b":1},"destination":{"host":"models.example","kind":"http","loopback":false,"url":"https://models.example/v1/chat/completions"}}';
    expect(sealed.hash).toBe(sha256(canonical));
    expect(sealed.bytes).toBe(Buffer.byteLength('{"b":1,"a":"ü"}'));
    expect(sealed.model).toBe(model);
  });

  it('has the same hash in any order of keys, and another for any other value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ noUnicodeString: true })), (value) => {
        const body = value as JsonObject;
        const reversed = Object.fromEntries(Object.entries(body).reverse());
        expect(seal(reversed).hash).toBe(seal(body).hash);
        expect(seal(body).bytes).toBe(Buffer.byteLength(JSON.stringify(body)));
        expect(seal({ ...body, 'one more': 1 }).hash).not.toBe(seal(body).hash);
        expect(seal(JSON.parse(JSON.stringify(body)) as JsonObject).hash).toBe(seal(body).hash);
      }),
    );
    const elsewhere = httpDestination(new URL('https://models.example/v2/chat/completions'));
    expect(seal({}, elsewhere).hash).not.toBe(seal({}).hash);
  });

  it('cannot be made of what has no canonical form', () => {
    for (const body of [{ text: 'half \ud83d' }, { number: Number.NaN }]) {
      let failure: unknown;
      try {
        seal(body);
      } catch (error) {
        failure = error;
      }
      expect(isProviderError(failure) && failure.code).toBe('badRequest');
    }
  });
});

it.each([
  ['http://localhost:1/', true],
  ['http://127.0.0.1/', true],
  ['http://127.9.9.9/', true],
  ['http://127.1/', true],
  ['http://[::1]:80/', true],
  ['http://localhost.example/', false],
  ['http://127.0.0.1.example/', false],
  ['http://0.0.0.0/', false],
  ['http://192.168.0.1/', false],
  ['http://[::ffff:127.0.0.1]/', false],
])('%s is this machine: %s', (url, loopback) => {
  expect(httpDestination(new URL(url)).loopback).toBe(loopback);
});
