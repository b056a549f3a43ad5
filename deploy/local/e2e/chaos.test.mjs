import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Storm } from '../lib/chaos/storm.mjs';
import { emptyWorld, population } from './harness.mjs';

test('a migration in a storm of faults loses, doubles and changes nothing', async (context) => {
  // Given a small population and a seed
  const world = emptyWorld(context);
  const storm = new Storm(world, { seed: 20, millis: 30_000, window: 'P4D', say: (line) => context.diagnostic(line) });

  // When it is migrated while storage and servers fail for half a minute, and services are killed until its end
  const figures = await storm.pass(async () => (await population(world.household, 4)).population);

  // Then everything has arrived, and there was something to withstand
  context.diagnostic(figures.summary);
  assert.deepEqual(figures.violations, [], `seed ${figures.seed}`);
  assert.ok(figures.windows >= 40, `${figures.windows} windows`);
  assert.ok(figures.kills >= 3 && figures.faults > 40, figures.summary);
  for (const group of ['storage blob', 'storage queue', 'storage table', 'source server', 'destination server']) {
    assert.ok(figures.injected[group], `nothing was injected at the ${group}`);
  }
});
