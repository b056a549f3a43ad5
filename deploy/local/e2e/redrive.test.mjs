import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ferry, finished, loadedWorld, statusWhere } from './harness.mjs';

test('windows that failed for good are driven again once the fault is gone, and the verdict is verified', async (context) => {
  // Given a source that fails every export
  const { world, env } = await loadedWorld(context);
  await world.emulator('source').fault({ kind: 'fail', method: 'GET', path: '^/\\$export', times: -1 });
  await world.startServices({ ...env, FERRY_STAGE_RETRIES: '1', FERRY_STAGE_RETRY_PAUSE: 'PT0.5S' });

  // When no window gets any further
  const failed = await statusWhere(world, 'The failure of the migration', (now) => now.finished);

  // Then the verdict says so, and the windows say why
  assert.equal(failed.verdict, 'failed');
  const listed = (await ferry(world, 'windows', '--state', 'failed')).split('\n');
  assert.equal(listed.length, failed.windows.failed);
  assert.ok(listed.every((line) => /failed \(export\) {2}.*HTTP 500/.test(line)), listed.join('\n'));

  // When the fault is gone, and they are driven again
  await world.emulator('source').endFaults();
  const driven = await ferry(world, 'redrive', '--by', 'alice', '--reason', 'the source was repaired');

  // Then all of them begin again, and the migration comes to its end
  assert.match(driven, new RegExp(`^${listed.length} windows? driven again\\.$`, 'm'));
  assert.equal((await finished(world)).verdict, 'verified');
});

test('a window that was found different is driven again once it is repaired, and a new census follows', async (context) => {
  // Given a resource that vanished from the destination before it was verified
  const { world, env } = await loadedWorld(context);
  const patient = { ...env, FERRY_MIGRATION_WINDOWS_IN_FLIGHT: '50' };
  await world.startServices(patient, ['exporter', 'copier', 'importer']);
  await statusWhere(world, 'The arrival of all windows', ({ windows, planned, end }) => {
    return windows.planned > 0 && planned === end && windows.states.IMPORTED === windows.planned;
  });
  const destination = world.emulator('destination');
  const lines = (await destination.dumpText()).split('\n').filter(Boolean);
  const { id } = lines.map((line) => JSON.parse(line)).find(({ resourceType, meta }) => {
    return resourceType === 'Observation' && !meta.extension;
  });
  await destination.remove('Observation', id);
  await world.startServices(patient, ['verifier']);
  const mismatched = await finished(world);
  assert.equal(mismatched.verdict, 'mismatched');
  assert.deepEqual(
    new Set(mismatched.findings.map(({ class: kind, type, id: found }) => `${kind} ${type}/${found}`)),
    new Set([`missing Observation/${id}`]),
  );

  // When it is brought back as it was, and only the window is driven again
  const file = join(world.folder, 'repaired.ndjson');
  const versions = lines.filter((line) => {
    const version = JSON.parse(line);
    return version.resourceType === 'Observation' && version.id === id;
  });
  writeFileSync(file, `${versions.join('\n')}\n`);
  await destination.load(file);
  const listed = (await ferry(world, 'windows', '--state', 'mismatched')).split('\n').map((line) => line.split(' ')[0]);
  const [window] = listed.filter((name) => name.endsWith('-tile'));
  assert.equal(listed.length, 2, listed.join('\n'));
  await ferry(world, 'redrive', window, '--by', 'alice', '--reason', 'it was brought back');

  // Then the verdict stands on a census after that, and the one before it is out of date
  const report = await finished(world);
  assert.equal(report.verdict, 'verified');
  assert.equal(report.findings.length, 0);
  const censuses = (await ferry(world, 'windows')).split('\n').filter((line) => line.includes('-census'));
  assert.equal(censuses.length, 2, censuses.join('\n'));
  assert.match(censuses[0], /-census {2}mismatched, out of date/);
  assert.match(censuses[1], /-census-1 {2}verified$/);
  assert.equal(await ferry(world, 'status').then((said) => said.split('\n').length), 2);
});
