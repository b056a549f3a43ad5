import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMetrics, sumBy } from '../lib/metrics.mjs';
import { until } from '../lib/waiting.mjs';
import { BY_BUNDLES, DATES, finished, loadedWorld } from './harness.mjs';

test('an importer that wakes up late puts no old version in the place of a newer one', async (context) => {
  // Given one window, which an importer brings in small bundles, one after the other
  const { world, env, files } = await loadedWorld(context, { emulator: { EMULATOR_PROFILE: 'api-for-fhir' } });
  const slow = {
    ...env,
    ...BY_BUNDLES,
    FERRY_MIGRATION_WINDOW: 'P365D',
    FERRY_IMPORT_BUNDLE_ENTRIES: '2',
    FERRY_IMPORT_MAX_REQUESTS: '1',
    MP_MESSAGING_INCOMING_STAGE_VISIBILITY_TIMEOUT: 'PT8S',
    MP_MESSAGING_INCOMING_STAGE_REQUEST_TIMEOUT: 'PT5S',
  };
  const [source, destination] = [world.emulator('source'), world.emulator('destination')];
  await destination.fault({ kind: 'delay', method: 'POST', path: '^/$', times: -1, delayMillis: 200 });
  await world.startServices(slow);
  await until('The first bundles', async () => (await versions(destination)) > 10 || undefined, { millis: 120_000 });

  // When it falls asleep in the middle, and another one takes over and brings what has changed since
  const sleeper = world.service('importer');
  sleeper.child.signal('SIGSTOP');
  await destination.endFaults();
  await world.startReplica({ ...slow, FERRY_IMPORT_MAX_REQUESTS: '8' }, 'importer');
  await finished(world);
  const before = await versions(destination);
  await source.load(files.changes);
  await Promise.all(
    ['exporter', 'verifier'].map((name) => world.service(name).restart({ FERRY_MIGRATION_END: DATES.till })),
  );
  const report = await finished(world);
  assert.equal(report.verdict, 'verified');
  const { requests, types } = await destination.stats();
  assert.ok((await versions(destination)) > before, 'Nothing has changed');

  // Then it has lost its work when it wakes up, and writes nothing any more
  sleeper.child.signal('SIGCONT');
  await until('The importer gives up what it had', () => hasGivenUp(sleeper), { millis: 60_000 });
  const after = await destination.stats();
  assert.deepEqual(after.types, types);
  assert.deepEqual(after.requests, requests);
});

/** Whether a replica has lost messages and works on none any more. */
async function hasGivenUp(replica) {
  const samples = parseMetrics(await replica.metrics());
  const sum = (name) => [...sumBy(samples, name, 'queue').values()].reduce((all, value) => all + value, 0);
  return (sum('ferry_queue_lost_total') > 0 && sum('ferry_queue_in_flight') === 0) || undefined;
}

/** How many versions there are of everything. */
async function versions(server) {
  const { types } = await server.stats();
  return Object.values(types).reduce((sum, counts) => sum + counts.versions, 0);
}
