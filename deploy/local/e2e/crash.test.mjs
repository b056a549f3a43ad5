import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finished, loadedWorld, statusWhere } from './harness.mjs';

/** Each service, and the state of a window that it is in the middle of. */
const MIDDLE = [
  ['exporter', 'EXPORTING'],
  ['copier', 'COPYING'],
  ['importer', 'IMPORTING'],
  ['verifier', 'VERIFYING'],
];

test('each service is killed at work, and the migration is verified all the same', async (context) => {
  // Given a migration in small windows, with servers slow enough to be caught at work
  const { world, env } = await loadedWorld(context, { emulator: { EMULATOR_COMPLETION_DELAY: 'PT1S' } });
  await world.startServices({
    ...env,
    FERRY_MIGRATION_WINDOW: 'P15D',
    // What a killed service held is visible again after this time.
    MP_MESSAGING_INCOMING_STAGE_VISIBILITY_TIMEOUT: 'PT8S',
    MP_MESSAGING_INCOMING_STAGE_REQUEST_TIMEOUT: 'PT5S',
  });

  // When each service is killed at work, and started again
  for (const [name, state] of MIDDLE) {
    await statusWhere(world, `A window that is ${state}`, ({ windows }) => windows.states[state] > 0);
    await world.service(name).kill();
    await world.service(name).start();
  }

  // Then everything arrives, and nothing is there twice
  const report = await finished(world);
  assert.equal(report.verdict, 'verified');
  const [source, destination] = await Promise.all(
    ['source', 'destination'].map(async (name) => (await world.emulator(name).stats()).types),
  );
  assert.deepEqual(destination, source);
});
