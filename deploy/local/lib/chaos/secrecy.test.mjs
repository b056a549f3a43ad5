import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaks } from './secrecy.mjs';

const ID = '0d2a1c9e-5f11-4c5e-9d6e-0123456789ab';

test('a log that names a resource is found', () => {
  assert.deepEqual(leaks({ 'the log of the copier': `GET /Patient/${ID} failed` }, [`Patient/${ID}/1`]), [
    `1 named in the log of the copier: ${ID}`,
  ]);
  assert.deepEqual(leaks({ log: 'window 0d2a1c9e failed' }, [`Patient/${ID}/1`]), []);
});

test('a text that holds a secret is found, and the secret is not said', () => {
  const found = leaks({ 'a table': 'x=topsecret;' }, [], { 'token of the source': 'topsecret', 'other token': 'else' });

  assert.deepEqual(found, ['a table holds the token of the source']);
});
