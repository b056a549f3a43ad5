import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { demoEnvironment, startServers } from '../lib/demoworld.mjs';
import { authorization } from '../lib/token.mjs';
import { pause, until } from '../lib/waiting.mjs';
import { DATES, emptyWorld, ferry, finished, loadedWorld, statusWhere } from './harness.mjs';

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
  assert.match(stopped, /[1-9]\d* jobs? cancelled\./);
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

test('while storage does not answer, the exporter says so and which key to check', async (context) => {
  // Given an exporter whose storage goes away
  const world = emptyWorld(context);
  await startServers(world);
  await world.startServices(demoEnvironment(world, { start: DATES.from, end: DATES.to }), ['exporter']);
  await world.azurite.child.stop();

  // When it is asked for the status, and for an operation
  const status = await ask(world, 'GET', '');
  const pausing = await ask(world, 'POST', '/pause');

  // Then it says what happened, and when to ask again
  for (const { response, body } of [status, pausing]) {
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), '5');
    assert.match(response.headers.get('content-type'), /^application\/problem\+json/);
    assert.equal(body.status, 503);
    assert.match(body.message, /does not answer .* check ferry\.state\.connection-string/);
  }
  await assert.rejects(ferry(world, 'status'), /does not answer/);
  const log = readFileSync(world.service('exporter').log, 'utf8');
  assert.equal(log.match(/FERRY-CONTROL-0006/g).length, 3);
  assert.doesNotMatch(log, /^\tat /m);
});

/** Asks the exporter as any client might. */
async function ask(world, method, path) {
  const response = await fetch(`${world.service('exporter').url}/migration${path}`, {
    method,
    headers: authorization(world.tokenFile),
    signal: AbortSignal.timeout(120_000),
  });
  return { response, body: await response.json() };
}

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
