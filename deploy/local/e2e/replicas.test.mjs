import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVICES } from '../lib/build.mjs';
import { outcomeOf } from '../lib/outcome.mjs';
import { finished, loadedWorld } from './harness.mjs';

test('two and three replicas of every service come to the same result as one', async (context) => {
  const results = [];
  for (const count of [1, 2, 3]) {
    await context.test(`with ${count} of each service`, async (sub) => results.push(await migrate(sub, count)));
  }
  const [one, two, three] = results;
  assert.ok(one.versions > 200, `${one.versions} versions`);
  assert.deepEqual(two, one);
  assert.deepEqual(three, one);
});

/** A whole migration; gives all of its result but the time it took. */
async function migrate(context, count) {
  const { world, env } = await loadedWorld(context);
  const small = { ...env, FERRY_MIGRATION_WINDOW: 'P15D' };
  await world.startServices(small);
  for (const module of SERVICES) {
    for (let replica = 2; replica <= count; replica++) {
      await world.startReplica(small, module);
    }
  }
  const report = await finished(world);
  assert.equal(report.verdict, 'verified');
  assert.ok(report.elapsedSeconds > 0);
  return outcomeOf(world, report);
}
