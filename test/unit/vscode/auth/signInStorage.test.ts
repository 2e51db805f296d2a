import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { SignInStorage } from '../../../../src/vscode/auth/signInStorage.ts';

function memory() {
  const values = new Map<string, string>();
  const storage = {
    get: (key: string) => Promise.resolve(values.get(key)),
    store: (key: string, value: string) => Promise.resolve(void values.set(key, value)),
    delete: (key: string) => Promise.resolve(void values.delete(key)),
    keys: () => Promise.resolve([...values.keys()]),
  } as unknown as vscode.SecretStorage;
  return { values, signIns: new SignInStorage(storage, (text) => createHash('sha256').update(text).digest('hex')) };
}
const account = (server: string, url: string) => ({ server, id: `${server} ${url}` });
const saved = {
  current: 'https://login.example.com',
  clients: { 'https://login.example.com': { client_id: 'c' } },
  tokens: { 'https://login.example.com': { access_token: 't' } },
};

describe('saved sign-ins', () => {
  it('are found under the server and place that they were saved for, and under no other', async () => {
    const { values, signIns } = memory();
    await signIns.write(account('notes', 'https://a/?key=k3y'), saved);
    expect(await signIns.read(account('notes', 'https://a/?key=k3y'))).toEqual(saved);
    expect(await signIns.read(account('notes', 'https://b/'))).toBeUndefined();
    // What may hold a key is not the name of an entry.
    expect([...values.keys()].join()).toMatch(/^countersign\.signIn\.[0-9a-f]{64}$/);
  });

  it('lose their tokens when signed out, and everything when forgotten, for that server alone', async () => {
    const { values, signIns } = memory();
    await signIns.write(account('notes', 'https://a/'), saved);
    await signIns.write(account('other', 'https://a/'), saved);
    expect(await signIns.signOut('notes')).toBe(true);
    expect(await signIns.read(account('notes', 'https://a/'))).toEqual({ clients: saved.clients, tokens: {} });
    expect(await signIns.signOut('notes')).toBe(false);
    expect(await signIns.forget('notes')).toBe(true);
    expect(await signIns.read(account('notes', 'https://a/'))).toBeUndefined();
    expect(await signIns.forget('notes')).toBe(false);
    expect(await signIns.read(account('other', 'https://a/'))).toEqual(saved);
    expect(values.size).toBe(1);
  });

  it('count as absent when they cannot be read', async () => {
    const { values, signIns } = memory();
    await signIns.write(account('notes', 'https://a/'), saved);
    const [key = ''] = values.keys();
    for (const broken of [
      '',
      '{',
      '[]',
      '{"server":"notes"}',
      '{"server":"notes","saved":{"clients":1,"tokens":{}}}',
    ]) {
      values.set(key, broken);
      expect(await signIns.read(account('notes', 'https://a/'))).toBeUndefined();
    }
  });
});
