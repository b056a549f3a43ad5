import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BY_BUNDLES, finished, loadedWorld } from './harness.mjs';

test('a population goes to a server without $import in bundles, and is verified', async (context) => {
  // Given a destination that has no $import and takes at most eight requests at once
  const { world, env } = await loadedWorld(context, { emulator: { EMULATOR_PROFILE: 'api-for-fhir' } });
  const destination = world.emulator('destination');
  await destination.fault({ kind: 'concurrency', method: 'POST', path: '^/$', limit: 8, retryAfterSeconds: 1 });

  // When
  await world.startServices({ ...env, ...BY_BUNDLES });
  const report = await finished(world);

  // Then everything is there in its current version
  assert.deepEqual(report.findings, []);
  assert.equal(report.verdict, 'verified');
  assert.deepEqual(current(await destination.stats()), current(await world.emulator('source').stats()));
});

/** How many resources of each type there are. */
function current({ types }) {
  return Object.fromEntries(Object.entries(types).map(([type, counts]) => [type, counts.current]));
}
