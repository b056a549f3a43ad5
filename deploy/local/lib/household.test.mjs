import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Household } from './household.mjs';
import { fixture, isAlive, temporaryFolder } from './testing.mjs';
import { Trouble } from './trouble.mjs';
import { until } from './waiting.mjs';

/** Starts a dummy process and waits until it is up. */
async function dummy(household, folder, name, traits = [], how = {}) {
  const file = join(folder, name);
  const child = household.start(name, process.execPath, [fixture('dummy.mjs'), file, ...traits], {
    log: `${file}.log`,
    ...how,
  });
  const pids = await until(name, async () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined), {
    millis: 20_000,
    everyMillis: 20,
  });
  return { child, pids, file };
}

test('a process that is stopped ends by its own signal', async (context) => {
  const folder = temporaryFolder(context);
  const household = new Household();
  const gentle = await dummy(household, folder, 'gentle', [], { stopSignal: 'SIGINT' });

  await gentle.child.stop();

  assert.equal(readFileSync(`${gentle.file}.ended`, 'utf8'), 'SIGINT');
  assert.deepEqual(household.running, []);
});

test('a process that ignores its signal is killed after its grace, with its descendants', async (context) => {
  const folder = temporaryFolder(context);
  const household = new Household();
  const { child, pids } = await dummy(household, folder, 'stubborn', ['stubborn', 'parent'], { graceMillis: 300 });
  assert.equal(pids.length, 2);

  const begun = Date.now();
  const end = await child.stop();

  assert.equal(end.signal, 'SIGKILL');
  assert.ok(Date.now() - begun >= 300);
  await until('the end of the descendants', async () => (pids.some(isAlive) ? undefined : true), { millis: 5_000 });
});

test('what a process leaves behind when it ends by itself is killed', async (context) => {
  const folder = temporaryFolder(context);
  const household = new Household();
  const { child, pids } = await dummy(household, folder, 'parent', ['parent']);

  await child.stop();

  await until('the end of the descendant', async () => (pids.some(isAlive) ? undefined : true), { millis: 5_000 });
});

test('closing stops tier after tier, and nothing is started any more', async (context) => {
  const folder = temporaryFolder(context);
  const household = new Household();
  const last = await dummy(household, folder, 'last', [], { tier: 2 });
  const first = await dummy(household, folder, 'first', ['stubborn'], { tier: 0, graceMillis: 300 });
  first.child.exited.then(() => assert.ok(last.child.running, 'the last tier ended too early'));

  await household.close();

  assert.deepEqual([...first.pids, ...last.pids].filter(isAlive), []);
  assert.equal(existsSync(`${last.file}.ended`), true);
  assert.throws(() => household.start('late', 'true', [], {}), /late was not started/);
});

test('a process that ends unasked breaks the household with its last words', async (context) => {
  const folder = temporaryFolder(context);
  const household = new Household();
  const log = join(folder, 'x.log');

  household.start('exporter', '/bin/sh', ['-c', 'echo INFO a; echo "ferry.source.url is missing"; exit 3'], { log });

  await assert.rejects(household.broken, (error) => {
    assert.ok(error instanceof Trouble);
    assert.equal(error.message, `exporter ended with exit code 3: ferry.source.url is missing\nIts log is ${log}.`);
    return true;
  });
});

test('a process that is killed on purpose does not break the household', async (context) => {
  const folder = temporaryFolder(context);
  const household = new Household();
  const { child } = await dummy(household, folder, 'victim');

  assert.deepEqual(await child.kill(), { code: null, signal: 'SIGKILL' });

  assert.equal(await Promise.race([household.broken, Promise.resolve('whole')]), 'whole');
});

test('a task that fails shows the end of its output', async (context) => {
  const log = join(temporaryFolder(context), 'task.log');
  const household = new Household();

  await household.run('a task', '/bin/sh', ['-c', 'echo fine'], { log });
  await assert.rejects(
    household.run('a task', '/bin/sh', ['-c', 'echo one; echo two; exit 9'], { log }),
    /a task ended with exit code 9: \n {2}fine\n {2}one\n {2}two\n/,
  );
});

test('a command that does not exist is trouble, not a crash', async (context) => {
  const log = join(temporaryFolder(context), 'task.log');

  await assert.rejects(
    new Household().run('nothing', '/no/such/file', [], { log }),
    /nothing could not be started: .*\/no\/such\/file/,
  );
});

test('in a hurry a gentle process is asked and the others are killed', async (context) => {
  const folder = temporaryFolder(context);
  const household = new Household();
  const gentle = await dummy(household, folder, 'gentle', [], { gentle: true, stopSignal: 'SIGINT' });
  const other = await dummy(household, folder, 'other');

  household.endAll();

  assert.deepEqual(await gentle.child.exited, { code: 0, signal: null });
  assert.deepEqual(await other.child.exited, { code: null, signal: 'SIGKILL' });
});
