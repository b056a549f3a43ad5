import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Storage } from '../lib/storage.mjs';
import { BY_BUNDLES, DATES, ferry, finished, loadedWorld } from './harness.mjs';

const DAY_MILLIS = 24 * 3600 * 1000;

/** When version 3 was dated, and version 2: days after the beginning, which lie in two windows. */
const DAYS = { 3: 45, 2: 75 };

function dated(versionId, move = 0) {
  return new Date(Date.parse(DATES.from) + DAYS[versionId] * DAY_MILLIS + move).toISOString();
}

function inverted() {
  return Object.keys(DAYS).map((versionId) => ({
    resourceType: 'Patient',
    id: 'inverted',
    meta: { versionId, lastUpdated: dated(versionId) },
    name: [{ family: `Version ${versionId}` }],
  }));
}

async function loadInverted(world) {
  const file = join(world.folder, 'inverted.ndjson');
  writeFileSync(file, `${inverted().map((version) => JSON.stringify(version)).join('\n')}\n`);
  await world.emulator('source').load(file);
}

test('versions that contradict each other across windows are refused by name, and a corrected date brings them in', async (context) => {
  // Given a patient whose third version is older than its second, in another window
  const { world, env } = await loadedWorld(context);
  await loadInverted(world);

  // When it is moved, dates being nudged where that helps
  await world.startServices({ ...env, FERRY_IMPORT_SAME_INSTANTS: 'nudge' });
  const before = await finished(world);

  // Then one of the two is refused, whichever comes second, and nothing else is wrong
  assert.equal(before.verdict, 'mismatched');
  assert.deepEqual([...new Set(before.findings.map(({ type, id }) => `${type}/${id}`))], ['Patient/inverted']);
  const { window, versionId } = before.findings.find((finding) => finding.class === 'rejected');
  const [count, why, where] = (await ferry(world, 'quarantine', window)).split('\n');
  assert.equal(count, `1 line of ${window} was refused`);
  assert.match(why, /^VERSION_CONFLICT: 1 · .*drive the lines again.*correct meta\.lastUpdated/);

  // When its date is corrected in the line, and the line is driven again
  const [, url, number] = /^VERSION_CONFLICT {2}Patient {2}(\S+):(\d+)$/.exec(where);
  const staging = new Storage(env.FERRY_IMPORT_STORAGE_CONNECTION_STRING);
  const lines = (await staging.readBlob(url)).split('\n');
  const right = versionId === '3' ? dated('2', 1) : dated('3', -1);
  lines[number - 1] = lines[number - 1].replace(dated(versionId), right);
  assert.match(lines[number - 1], new RegExp(right.replaceAll('.', '\\.')));
  await staging.writeBlob(url, lines.join('\n'));
  await ferry(world, 'redrive', window, '--lines', '--repaired', '--by', 'alice', '--reason', 'the dates contradict');

  // Then both are there, and the report says that one was repaired
  const after = await finished(world);
  assert.equal(after.verdict, 'verified', JSON.stringify(after.findings));
  assert.deepEqual(
    after.altered.map(({ window: id, how, lines: altered }) => ({ id, how, altered })),
    [{ id: window, how: 'repaired', altered: 1 }],
  );
  const versions = (await world.emulator('destination').dump()).filter(({ id }) => id === 'inverted');
  assert.deepEqual(
    versions.map(({ meta, name }) => `${meta.versionId} ${name[0].family}`),
    ['2 Version 2', '3 Version 3'],
  );
});

test('a destination that assigns versions is not verified while it has an older content than the source', async (context) => {
  // Given the same patient at a source whose export shows each window as it was
  const emulator = (name) => (name === 'source' ? { EMULATOR_PROFILE: 'fhir-service' } : {});
  const { world, env } = await loadedWorld(context, { emulator });
  await loadInverted(world);

  // When it is moved by bundles, which bring the older content last
  await world.startServices({ ...env, ...BY_BUNDLES });
  const report = await finished(world);

  // Then the newest version is found missing, and what it holds is not told
  assert.equal(report.verdict, 'mismatched');
  assert.deepEqual(
    [...new Set(report.findings.map((found) => `${found.class} ${found.type}/${found.id}/${found.versionId}`))],
    ['different Patient/inverted/3'],
  );
  assert.deepEqual(report.findings[0].pointers, ['/name/0/family']);
  const current = (await world.emulator('destination').dump()).filter(({ id }) => id === 'inverted').at(-1);
  assert.equal(current.name[0].family, 'Version 2');
});
