import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { SERVICES } from '../lib/build.mjs';
import { LOCAL } from '../lib/paths.mjs';
import { temporaryFolder } from '../lib/testing.mjs';
import { emptyWorld, processesIn } from './harness.mjs';

/** EX_CONFIG of sysexits.h. */
const WRONG_CONFIGURATION = 78;

const NOBODY = 'http://127.0.0.1:9';

const SOUND = {
  FERRY_SOURCE_URL: `${NOBODY}/source`,
  FERRY_SOURCE_DIALECT: 'azure',
  FERRY_DESTINATION_URL: `${NOBODY}/destination`,
  FERRY_DESTINATION_DIALECT: 'azure',
  FERRY_MIGRATION_ID: 'configuration',
  FERRY_STATE_CONNECTION_STRING: 'UseDevelopmentStorage=true',
};

const WRONG = [
  ['a missing server', { FERRY_SOURCE_URL: undefined }, 'ferry.source.url'],
  ['a dialect that nobody speaks', { FERRY_DESTINATION_DIALECT: 'esperanto' }, 'ferry.destination.dialect'],
  [
    'an end before the start',
    { FERRY_MIGRATION_START: '2026-02-01T00:00:00Z', FERRY_MIGRATION_END: '2026-01-01T00:00:00Z' },
    'ferry.migration.end',
  ],
  ['a typing error', { FERRY_MIGRATION_WINDOWS: 'P1D' }, 'FERRY_MIGRATION_WINDOWS'],
  [
    'a storage that does not answer',
    { FERRY_STATE_CONNECTION_STRING: silentStorage() },
    'ferry.state.connection-string',
  ],
];

for (const service of SERVICES) {
  for (const [what, change, key] of WRONG) {
    test(`${service} does not start with ${what}, and names the key`, async (context) => {
      const world = emptyWorld(context);

      const starting = world.startServices({ ...SOUND, ...change }, [service]);

      await assert.rejects(starting, (error) => {
        assert.match(error.message, new RegExp(`^${service} ended with exit code ${WRONG_CONFIGURATION}: `));
        assert.ok(error.message.includes(`cannot start: ${key} `), error.message);
        return true;
      });
    });
  }
}

test('the run command ends at once with what a service says', (context) => {
  const folder = temporaryFolder(context);

  const { status, stderr } = spawnSync(join(LOCAL, 'run'), ['--folder', folder], {
    encoding: 'utf8',
    env: { ...process.env, ...SOUND, FERRY_IMPORT_MODE: 'rowing', FERRY_STATE_CONNECTION_STRING: undefined },
    timeout: 120_000,
  });

  assert.equal(status, 1, stderr);
  assert.match(stderr, /cannot start: ferry\.import\.mode .*rowing/);
  assert.deepEqual(processesIn(folder), []);
});

function silentStorage() {
  const key = Buffer.from('nobody').toString('base64');
  const endpoints = ['Blob', 'Queue', 'Table'].map((kind) => `${kind}Endpoint=${NOBODY}/devstoreaccount1;`).join('');
  return `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${key};${endpoints}`;
}
