import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from './testing.mjs';
import { authorization, tokenFileOf } from './token.mjs';

test('a run makes a token once, which only its user can read', (context) => {
  const folder = temporaryFolder(context);

  const file = tokenFileOf(folder, {});
  const header = authorization(file);

  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.match(header.authorization, /^Bearer [A-Za-z0-9_-]{43}$/);
  assert.deepEqual(authorization(tokenFileOf(folder, {})), header);
});

test("the user's own token file is taken as it is", (context) => {
  const own = join(temporaryFolder(context), 'own');
  writeFileSync(own, 'a-token\n');

  assert.equal(tokenFileOf('/nowhere', { FERRY_API_TOKEN_FILE: own }), own);
  assert.deepEqual(authorization(own), { authorization: 'Bearer a-token' });
});

test('a token file that cannot be read is trouble that names it', () => {
  assert.throws(() => authorization('/no/such/token'), /\/no\/such\/token cannot be read \(ENOENT\)/);
});
