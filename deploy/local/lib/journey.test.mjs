import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESTINATIONS, journey, MODES } from './journey.mjs';

test('bundles go into HAPI and imports into Azure unless it is said otherwise', () => {
  assert.deepEqual([journey('hapi').mode, journey('azure').mode], ['bundle', 'import']);
});

for (const destination of DESTINATIONS) {
  for (const mode of MODES) {
    test(`history goes to ${destination} by ${mode} only where versions are kept`, () => {
      const { env, patients, deletions } = journey(destination, mode);

      assert.equal(env.FERRY_IMPORT_MODE, mode);
      assert.equal(env.FERRY_MIGRATION_HISTORY, destination === 'azure' && mode === 'import' ? undefined : 'false');
      assert.ok(patients >= 1);
      assert.ok(['all', 'intact', 'none'].includes(deletions));
    });
  }
}

test('where references are enforced, none leads to what was deleted', () => {
  for (const mode of MODES) {
    const { referentialIntegrity, deletions } = journey('hapi', mode);
    assert.ok(!referentialIntegrity || deletions !== 'all', mode);
  }
});
