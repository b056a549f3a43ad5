import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { keep, stopKept, takeFolder } from './folders.mjs';
import { Household } from './household.mjs';
import { fixture, isAlive, temporaryFolder } from './testing.mjs';
import { until } from './waiting.mjs';

test('a folder serves one run at a time', (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'run.pid'), String(process.ppid));

  assert.throws(() => takeFolder(folder), new RegExp(`Process ${process.ppid} is running`));
});

test('the lock of a run that crashed does not count', (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'run.pid'), '999999999');

  takeFolder(folder);

  assert.equal(readFileSync(join(folder, 'run.pid'), 'utf8'), String(process.pid));
});

test('what was left running is stopped later, and until then the folder is taken', async (context) => {
  const folder = temporaryFolder(context);
  const household = new Household();
  const file = join(folder, 'up');
  const child = household.start('exporter', process.execPath, [fixture('dummy.mjs'), file], {
    log: join(folder, 'x.log'),
  });
  await until('the dummy', async () => existsSync(file) || undefined, { millis: 20_000 });
  keep(folder, household.running);
  household.release();

  assert.throws(() => takeFolder(folder), /exporter still run in .* --stop/);
  assert.deepEqual(await stopKept(folder), ['exporter']);
  await child.exited;
  assert.deepEqual(await stopKept(folder), []);
});

test('a process that got the number of one that was left is not touched', async (context) => {
  const folder = temporaryFolder(context);
  const innocent = spawn('sleep', ['60'], { detached: true });
  context.after(() => innocent.kill('SIGKILL'));
  const left = [{ name: 'exporter', pid: innocent.pid, tier: 0, stopSignal: 'SIGTERM', command: 'java -jar exporter' }];
  writeFileSync(join(folder, 'kept.json'), JSON.stringify(left));

  assert.deepEqual(await stopKept(folder), []);
  assert.equal(isAlive(innocent.pid), true);
});
