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

test('where references are enforced everything arrives but what refers to nothing, and that is named', async (context) => {
  // Given a population of which some refer to what was deleted, in more windows than may be on their way
  const { world, env } = await loadedWorld(context, {
    emulator: { EMULATOR_PROFILE: 'api-for-fhir', EMULATOR_ENFORCE_REFERENCES: 'true' },
  });
  const expected = intact(currentOf(await world.emulator('source').dump()));

  // When
  await world.startServices({
    ...env,
    ...BY_BUNDLES,
    FERRY_MIGRATION_WINDOW: 'P15D',
    FERRY_IMPORT_ENFORCED_REFERENCES: 'true',
  });
  const report = await finished(world);

  // Then
  const arrived = currentOf(await world.emulator('destination').dump());
  assert.deepEqual([...arrived.keys()].sort(), [...expected.whole.keys()].sort());
  assert.ok(expected.broken.size > 0, 'Nothing refers to what is gone');
  assert.equal(report.verdict, 'mismatched');
  assert.deepEqual(report.findings.map(({ type, id }) => `${type}/${id}`).sort(), [...expected.broken].sort());
  assert.ok(report.findings.every((finding) => finding.class === 'rejected'), JSON.stringify(report.findings));
});

/** The current versions that are not deleted, by type and id. */
function currentOf(versions) {
  const current = new Map();
  versions
    .toSorted((one, other) => Number(one.meta.versionId) - Number(other.meta.versionId))
    .forEach((version) => current.set(`${version.resourceType}/${version.id}`, version));
  const isDeleted = ({ meta }) => JSON.stringify(meta).includes('deleted-state');
  return new Map([...current].filter(([, version]) => !isDeleted(version)));
}

/** What is left when everything goes that refers to something that is not there, or that has gone for this reason. */
function intact(resources) {
  const whole = new Map(resources);
  const broken = new Set();
  for (let before = -1; before !== broken.size; ) {
    before = broken.size;
    for (const [name, resource] of whole) {
      const references = [...JSON.stringify(resource).matchAll(/"reference":"([A-Z]\w+\/[\w.-]+)/g)];
      if (references.some(([, target]) => target !== name && !whole.has(target))) {
        whole.delete(name);
        broken.add(name);
      }
    }
  }
  return { whole, broken };
}

/** How many resources of each type there are. */
function current({ types }) {
  return Object.fromEntries(Object.entries(types).map(([type, counts]) => [type, counts.current]));
}
