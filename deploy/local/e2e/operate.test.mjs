import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operate } from '../lib/operations.mjs';
import { pause } from '../lib/waiting.mjs';
import { finished, loadedWorld, statusWhere } from './harness.mjs';

/** Runs a command of deploy/local/ferry on a world; gives what it says. */
async function ferry(world, ...argv) {
  const said = [];
  assert.equal(await operate([...argv, '--folder', world.folder], {}, (line) => said.push(line)), 0);
  return said.join('\n');
}

test('while a migration is paused what has begun comes to its end, and nothing else begins', async (context) => {
  // Given a migration that is paused while it exports
  const { world, env } = await loadedWorld(context);
  await world.startServices(env);
  await statusWhere(world, 'An export', ({ windows }) => windows.states.EXPORTING > 0);
  await ferry(world, 'pause');

  // When no stage is at work any more
  const still = await statusWhere(world, 'The end of what had begun', ({ windows: { states } }) =>
    ['EXPORTING', 'COPYING', 'IMPORTING', 'VERIFYING'].every((state) => !states[state]),
  );
  await pause(4_000, world.household.broken);

  // Then it stays so until it is resumed
  const later = await world.status();
  assert.equal(later.work, 'paused');
  assert.deepEqual(later.windows, still.windows);
  await ferry(world, 'resume');
  assert.equal((await finished(world)).verdict, 'verified');
});
