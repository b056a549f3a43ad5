import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operate } from '../lib/operations.mjs';
import { pause, until } from '../lib/waiting.mjs';
import { finished, loadedWorld, statusWhere } from './harness.mjs';

/** Runs a command of deploy/local/ferry on a world; gives what it says. */
async function ferry(world, ...argv) {
  const said = [];
  assert.equal(await operate([...argv, '--folder', world.folder], {}, (line) => said.push(line)), 0);
  return said.join('\n');
}

/** How many jobs wait or work at both servers. */
async function jobsAtWork(world) {
  const all = await Promise.all(['source', 'destination'].map((name) => world.emulator(name).stats()));
  return all.map(({ jobs }) => jobs.export + jobs.import).reduce((sum, jobs) => sum + jobs);
}

const AT_WORK = ['EXPORTING', 'COPYING', 'IMPORTING', 'VERIFYING'];

test('once a stop has returned nothing begins and no server works, until the migration is resumed', async (context) => {
  // Given a migration with jobs at both servers that do not end by themselves, and other windows under way
  const { world, env } = await loadedWorld(context);
  await world.emulator('source').fault({ kind: 'stuck', method: 'GET', path: '^/\\$export', after: 2 });
  await world.emulator('destination').fault({ kind: 'stuck', method: 'POST', path: '^/\\$import' });
  await world.startServices({ ...env, FERRY_MIGRATION_WINDOW: 'P15D' });
  await statusWhere(world, 'Work on both sides', ({ windows: { states } }) => states.EXPORTING > 0 && states.IMPORTING > 0);
  await until('Jobs on both sides', async () => ((await jobsAtWork(world)) > 1 ? true : undefined), { millis: 60_000 });

  // When it is stopped
  const stopped = await ferry(world, 'stop', '--by', 'alice', '--reason', 'the source is needed');

  // Then the jobs are cancelled, and nothing begins
  assert.match(stopped, /The migration is stopped, asked for by alice\./);
  assert.match(stopped, /[1-9]\d* jobs are cancelled\./);
  const { windows: before } = await world.status();
  const watched = Date.now() + 6_000;
  while (Date.now() < watched) {
    const { work, windows } = await world.status();
    assert.equal(work, 'stopped');
    assert.deepEqual(windows.states, before.states);
    AT_WORK.forEach((state) => assert.equal(windows.states[state], undefined, `a window is ${state}`));
    assert.equal(await jobsAtWork(world), 0);
    await pause(100, world.household.broken);
  }

  // When it is resumed
  await ferry(world, 'resume');

  // Then it comes to its end as if nothing had been
  assert.equal((await finished(world)).verdict, 'verified');
  assert.match(await ferry(world, 'status'), /: verified\n/);
});

test('while a migration is paused what has begun comes to its end, and nothing else begins', async (context) => {
  // Given a migration that is paused while it exports
  const { world, env } = await loadedWorld(context);
  await world.startServices(env);
  await statusWhere(world, 'An export', ({ windows }) => windows.states.EXPORTING > 0);
  await ferry(world, 'pause');

  // When no stage is at work any more
  const still = await statusWhere(world, 'The end of what had begun', ({ windows: { states } }) =>
    AT_WORK.every((state) => !states[state]),
  );
  await pause(4_000, world.household.broken);

  // Then it stays so until it is resumed
  const later = await world.status();
  assert.equal(later.work, 'paused');
  assert.deepEqual(later.windows, still.windows);
  await ferry(world, 'resume');
  assert.equal((await finished(world)).verdict, 'verified');
});
