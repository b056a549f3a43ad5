import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { finished, loadedWorld, statusWhere } from './harness.mjs';

/** An initial load: the server makes everything its first version, dated now, and nothing can be brought twice. */
const INITIAL = {
  FERRY_IMPORT_LOAD: 'initial',
  FERRY_VERIFY_BY: 'read',
  FERRY_MIGRATION_HISTORY: 'false',
  FERRY_MIGRATION_DELETES: 'false',
};

test('an empty server in its initial import mode is loaded, and verified', async (context) => {
  // Given a destination that is locked for everything but imports
  const { world, env } = await loadedWorld(context, { emulator: initialMode });

  // When
  await world.startServices({ ...env, ...INITIAL });
  const report = await finished(world);

  // Then everything is there, as a first version
  assert.deepEqual(report.findings, []);
  assert.equal(report.verdict, 'verified');
  const { types } = await world.emulator('destination').stats();
  assert.ok(Object.values(types).every(({ current, versions }) => current === versions));
});

test('an initial load into a server that holds something is refused, and says what helps', async (context) => {
  // Given a destination with one resource
  const { world, env } = await loadedWorld(context);
  const file = join(world.folder, 'there.ndjson');
  const meta = { versionId: '1', lastUpdated: '2026-01-01T00:00:00Z' };
  writeFileSync(file, `${JSON.stringify({ resourceType: 'Patient', id: 'there', meta })}\n`);
  await world.emulator('destination').load(file);

  // When
  await world.startServices({ ...env, ...INITIAL });
  await statusWhere(world, 'A window that is refused', ({ windows }) => windows.failed > 0);

  // Then nothing was brought, and the reason is told
  const failed = (await world.windows()).find(({ state }) => state === 'failed');
  assert.match(failed.reason, /holds 1 resource already.*remove ferry\.import\.load/);
  const { types } = await world.emulator('destination').stats();
  assert.deepEqual(Object.keys(types), ['Patient']);
});

function initialMode(name) {
  return name === 'destination' ? { EMULATOR_IMPORT_INITIAL_MODE: 'true' } : {};
}
