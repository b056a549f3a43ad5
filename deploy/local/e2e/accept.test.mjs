import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { authorization } from '../lib/token.mjs';
import { DATES, finished, loadedWorld } from './harness.mjs';

/** Two versions of a patient with the same date, as racing writers leave them behind: `$import` takes one of them. */
function racedVersions(date) {
  return ['1', '2'].map((versionId) => ({
    resourceType: 'Patient',
    id: 'raced',
    meta: { versionId, lastUpdated: date },
    name: [{ family: `Version ${versionId}` }],
  }));
}

async function accept(world, body) {
  const response = await fetch(`${world.service('exporter').url}/migration/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization(world.tokenFile) },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: await response.text() };
}

test('a rejected line keeps the migration mismatched until somebody accepts it by name', async (context) => {
  // Given a source with a version that the destination refuses
  const { world, env } = await loadedWorld(context);
  const file = join(world.folder, 'raced.ndjson');
  const lines = racedVersions(new Date((Date.parse(DATES.from) + Date.parse(DATES.to)) / 2).toISOString()).map((version) => JSON.stringify(version));
  writeFileSync(file, `${lines.join('\n')}\n`);
  await world.emulator('source').load(file);

  // When it is migrated
  await world.startServices(env);
  const mismatched = await finished(world);

  // Then the line is named, and its account closes
  assert.equal(mismatched.verdict, 'mismatched');
  assert.deepEqual(
    mismatched.findings.map(({ class: kind, type, id, versionId }) => `${kind} ${type}/${id}/${versionId}`),
    ['rejected Patient/raced/1'],
  );
  const patients = mismatched.types.find(({ type }) => type === 'Patient');
  assert.equal(patients.rejected, 1);
  assert.equal(patients.exported, patients.copied);
  assert.equal(patients.copied, patients.imported + patients.duplicate + patients.rejected);

  // And nobody can accept it without a name and a reason, or without naming it
  assert.equal((await accept(world, { everything: true })).status, 400);
  const other = { by: 'A. Officer', reason: 'known', findings: ['missing Patient/x/1'] };
  assert.equal((await accept(world, other)).status, 409);

  // When it is accepted
  const accepted = await accept(world, {
    by: 'A. Officer',
    reason: 'an older version that a racing writer left behind',
    everything: true,
  });

  // Then the verdict says so
  assert.equal(accepted.status, 200, accepted.answer);
  const report = await finished(world);
  assert.equal(report.verdict, 'verified-with-exceptions');
});
