import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoEnvironment, startServers } from '../lib/demoworld.mjs';
import { transactionsLine, transactionsOf } from '../lib/transactions.mjs';
import { DATES, emptyWorld, finished } from './harness.mjs';

const DAY_MILLIS = 24 * 3600 * 1000;
const WINDOWS = 18;
const DAYS = 10;

/** The most requests to storage that a window with one file may cost, looks at jobs apart. */
const MOST = 43;

test('a window with one file costs few storage transactions', async (context) => {
  // Given a source with one patient in each window, so that each has one file
  const world = emptyWorld(context);
  await startServers(world);
  const file = join(world.folder, 'patients.ndjson');
  writeFileSync(file, Array.from({ length: WINDOWS }, (_, window) => patient(window)).join(''));
  assert.equal(await world.emulator('source').load(file), WINDOWS);

  // When they are migrated
  const env = demoEnvironment(world, { start: DATES.from, end: DATES.to });
  await world.startServices({ ...env, FERRY_MIGRATION_WINDOW: `P${DAYS}D` });
  const report = await finished(world);

  // Then each window has cost no more than is said
  assert.equal(report.verdict, 'verified');
  assert.equal(report.windows.verified, WINDOWS);
  const metrics = [await world.metrics()];
  context.diagnostic(transactionsLine(metrics, WINDOWS));
  const each = transactionsOf(metrics).windows / WINDOWS;
  assert.ok(each <= MOST, `${each} transactions per window`);
});

/** A line in the middle of a window. */
function patient(window) {
  const at = new Date(Date.parse(DATES.from) + (window + 0.5) * DAYS * DAY_MILLIS).toISOString();
  const meta = { versionId: '1', lastUpdated: at };
  return `${JSON.stringify({ resourceType: 'Patient', id: `p${window}`, meta, active: true })}\n`;
}
