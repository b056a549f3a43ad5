import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exitCodeOf } from '../lib/trouble.mjs';
import { finished, loadedWorld, statusWhere } from './harness.mjs';

test('what was changed, removed or added at the destination is named, and nothing else', async (context) => {
  // Given a migration whose windows have all arrived, with nobody verifying them yet
  const { world, env } = await loadedWorld(context);
  const patient = { ...env, FERRY_MIGRATION_WINDOWS_IN_FLIGHT: '50' };
  await world.startServices(patient, ['exporter', 'copier', 'importer']);
  await statusWhere(world, 'The arrival of all windows', ({ windows, planned, end }) => {
    return windows.planned > 0 && planned === end && windows.states.IMPORTED === windows.planned;
  });

  // When three resources of the destination are tampered with
  const destination = world.emulator('destination');
  const current = new Map();
  for (const version of await destination.dump()) {
    current.set(`${version.resourceType}/${version.id}`, version);
  }
  const [changed, removed, pattern] = [...current.values()].filter(
    ({ resourceType, meta }) => resourceType === 'Observation' && !meta.extension,
  );
  const added = { ...pattern, id: 'smuggled-in', meta: { ...pattern.meta, versionId: '1' } };
  const file = join(world.folder, 'added.ndjson');
  writeFileSync(file, `${JSON.stringify(added)}\n`);
  await destination.tamper({ ...changed, status: 'entered-in-error' });
  await destination.remove('Observation', removed.id);
  assert.equal(await destination.load(file), 1);
  await world.startServices(patient, ['verifier']);

  // Then the report names these three
  const report = await finished(world);
  assert.equal(report.verdict, 'mismatched');
  assert.notEqual(exitCodeOf(report.verdict), 0);
  const { missing, different, extra } = report.types.find(({ type }) => type === 'Observation');
  assert.deepEqual({ missing, different, extra }, { missing: 1, different: 1, extra: 1 });
  const others = report.types.filter(({ type }) => type !== 'Observation');
  assert.ok(others.every((type) => type.missing + type.different + type.extra === 0));
  assert.deepEqual(
    new Set(report.findings.map(({ class: kind, type, id }) => `${kind} ${type}/${id}`)),
    new Set([
      `different Observation/${changed.id}`,
      `missing Observation/${removed.id}`,
      'extra Observation/smuggled-in',
    ]),
  );
});
