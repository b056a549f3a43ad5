import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Storm } from '../lib/chaos/storm.mjs';
import { emptyWorld, population } from './harness.mjs';

test('a migration through a minute of faults everywhere loses, doubles and changes nothing', async (context) => {
  // Given a small population and a seed
  const world = emptyWorld(context);
  const storm = new Storm(world, { seed: 20, millis: 60_000, window: 'P4D', say: (line) => context.diagnostic(line) });

  // When it is migrated while services are killed, and storage and servers fail
  const figures = await storm.pass(async () => (await population(world.household, 4)).population);

  // Then everything has arrived by itself, and there was something to withstand
  context.diagnostic(figures.summary);
  assert.deepEqual(figures.violations, [], `seed ${figures.seed}`);
  assert.ok(figures.windows >= 40, `${figures.windows} windows`);
  assert.ok(figures.injected['kill -9'] !== undefined && figures.faults > 50, figures.summary);
});
