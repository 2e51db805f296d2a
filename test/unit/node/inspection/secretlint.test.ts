import { expect, it } from 'vitest';
import { inspectWhole } from '../../../../src/node/inspection/inspect.ts';
import { lintSecrets } from '../../../../src/node/inspection/secretlint.ts';

const key = 'kT9x2LqWmVb8RzYp4NsJdHfGc6uEa1oXiK0vBt7Q';

async function placesIn(text: string, look: (text: string) => Promise<readonly { start: number; end: number }[]>) {
  return (await look(text)).map(({ start, end }) => text.slice(start, end));
}

it.each([
  ['an AWS secret access key', `x AWS_SECRET_ACCESS_KEY=${key} y`, key],
  ['a quoted one', `{"aws_secret_access_key": "${key}"}`, key],
])('the place of %s is the whole secret', async (_name, text, secret) => {
  expect(await placesIn(text, lintSecrets)).toContain(secret);
});

it.each([
  ['that begins like a prefix of Python', `CF_API_TOKEN=f${key}`, `f${key}`],
  ['in an element', '<password>Tmcabn448!ud</password>', 'Tmcabn448!ud'],
  ['of npm', `//registry.example.com/:_authToken=${key}`, key],
])('the place of a value %s is the whole value', async (_name, text, secret) => {
  expect(await placesIn(text, inspectWhole)).toContain(secret);
});

it('the more exact look stays, whatever else of its kind is in the text', async () => {
  const text = `the key AKIAZ3MGNRL4QHT7KVXA and\nAWS_SECRET_ACCESS_KEY=${key}\n`;
  expect(await placesIn(text, inspectWhole)).toEqual(['AKIAZ3MGNRL4QHT7KVXA', key]);
});
