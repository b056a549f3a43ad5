import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { LOCAL } from './paths.mjs';

function start(...args) {
  return spawnSync(join(LOCAL, 'hapi-server', 'start'), args, { encoding: 'utf8' });
}

test('the help of the HAPI server names its options', () => {
  const { status, stdout } = start('--help');
  assert.equal(status, 0);
  assert.match(stdout, /--client-ids STRATEGY .*\(default alphanumeric\)/);
});

test('a strategy for ids that HAPI does not have is refused with the ones that it has', () => {
  const { status, stderr } = start('--client-ids', 'uuid');
  assert.equal(status, 2);
  assert.match(stderr, /--client-ids must be alphanumeric or any, but is uuid\./);
});

test('a port that is taken is named before anything is built', async (context) => {
  const server = createServer();
  context.after(() => server.close());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();

  const { status, stderr } = start('--port', String(port));

  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`Port ${port} is taken`));
});
