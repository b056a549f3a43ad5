import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Storage } from '../lib/storage.mjs';
import { DATES, ferry, finished, loadedWorld } from './harness.mjs';

const MIDDLE = (Date.parse(DATES.from) + Date.parse(DATES.to)) / 2;

/** Two versions of a patient with the same date, as racing writers leave them behind: `$import` takes one of them. */
function raced() {
  return ['1', '2'].map((versionId) => ({
    resourceType: 'Patient',
    id: 'raced',
    meta: { versionId, lastUpdated: new Date(MIDDLE).toISOString() },
    name: [{ family: `Version ${versionId}` }],
  }));
}

test('a rejected line is repaired in its file, driven again by itself, and verified', async (context) => {
  // Given a migration of which the destination refused one line
  const { world, env } = await loadedWorld(context);
  const file = join(world.folder, 'raced.ndjson');
  writeFileSync(file, `${raced().map((version) => JSON.stringify(version)).join('\n')}\n`);
  await world.emulator('source').load(file);
  await world.startServices(env);
  assert.equal((await finished(world)).verdict, 'mismatched');
  const [window] = (await ferry(world, 'windows', '--state', 'mismatched')).split(' ');

  // When an operator looks for it
  const shown = (await ferry(world, 'quarantine', window)).split('\n');

  // Then the command says why, where, and what helps
  assert.equal(shown[0], `1 line of ${window} was refused`);
  assert.match(shown[1], /^DUPLICATE: 1 · /);
  const [, url, number] = /^DUPLICATE {2}Patient {2}(\S+):(\d+)$/.exec(shown[2]);

  // When the line is corrected in place
  const staging = new Storage(env.FERRY_IMPORT_STORAGE_CONNECTION_STRING);
  const lines = (await staging.readBlob(url)).split('\n');
  const line = lines[number - 1];
  assert.match(line, /"id":"raced"/);
  lines[number - 1] = line.replace(new Date(MIDDLE).toISOString(), new Date(MIDDLE - 1).toISOString());
  assert.notEqual(lines[number - 1], line);
  await staging.writeBlob(url, lines.join('\n'));

  // Then it is not taken silently
  await assert.rejects(ferry(world, 'redrive', window, '--lines'), /1 staged file with .* \(--repaired\)/);

  // When it is driven again as repaired
  const driven = await ferry(world, 'redrive', window, '--lines', '--repaired', '--by', 'alice', '--reason', 'nudged');
  assert.match(driven, /1 rejected line is imported again, as corrected in 1 staged file, attempt 2$/);

  // Then the account closes and everything is proven, and the report says that something was repaired
  const report = await finished(world);
  assert.equal(report.verdict, 'verified', JSON.stringify(report.findings));
  const patients = report.types.find(({ type }) => type === 'Patient');
  assert.equal(patients.rejected, 0);
  assert.equal(patients.copied, patients.imported + patients.duplicate);
  assert.equal(patients.verified, patients.copied);
  assert.deepEqual(
    report.altered.map(({ window: id, how, lines: count }) => ({ id, how, count })),
    [{ id: window, how: 'repaired', count: 1 }],
  );
  const versions = (await world.emulator('destination').dump()).filter(({ id }) => id === 'raced');
  assert.deepEqual(
    versions.map(({ meta }) => `${meta.versionId} ${Date.parse(meta.lastUpdated) - MIDDLE}`),
    ['1 -1', '2 0'],
  );
});
