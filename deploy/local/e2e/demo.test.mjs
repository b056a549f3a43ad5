import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LOCAL } from '../lib/paths.mjs';
import { temporaryFolder } from '../lib/testing.mjs';
import { until } from '../lib/waiting.mjs';
import { processesIn } from './harness.mjs';

function demo(context, ...args) {
  const folder = temporaryFolder(context);
  const command = spawn(join(LOCAL, 'demo'), ['--folder', folder, ...args]);
  let output = '';
  command.stdout.on('data', (chunk) => (output += chunk));
  command.stderr.on('data', (chunk) => (output += chunk));
  context.after(() => command.kill('SIGTERM'));
  const ended = new Promise((resolve) => command.once('close', resolve));
  return { folder, command, ended, says: () => output };
}

test('the demo moves few patients in two passes, verifies both and leaves no process behind', async (context) => {
  const report = join(temporaryFolder(context), 'report.json');
  const { folder, ended, says } = demo(context, '--patients', '3', '--quick', '--report', report);

  const code = await ended;

  assert.equal(code, 0, says());
  assert.equal(says().match(/^Verdict: VERIFIED · /gm).length, 2, says());
  assert.equal(says().match(/^type +at source +exported +copied +imported/gm).length, 2);
  assert.match(says(), /^Median hop from stage to stage: \d+ ms$/m);
  const { windows, types } = JSON.parse(readFileSync(report, 'utf8'));
  assert.ok(windows.verified > 6, `${windows.verified} windows`);
  assert.ok(types.length > 15, `${types.length} types`);
  assert.deepEqual(processesIn(folder), []);
});

test('the demo brings few patients into a real HAPI in two passes, and verifies both', async (context) => {
  const { folder, ended, says } = demo(context, '--destination', 'hapi', '--patients', '3', '--quick');

  const code = await ended;

  assert.equal(code, 0, says());
  assert.equal(says().match(/^Verdict: VERIFIED · /gm).length, 2, says());
  assert.deepEqual(processesIn(folder), []);
});

for (const [option, right] of [
  ['--destination', 'azure or hapi'],
  ['--mode', 'import or bundle'],
]) {
  test(`a ${option} that does not exist is refused in one line, before anything is started`, async (context) => {
    const { ended, says } = demo(context, option, 'other');

    assert.equal(await ended, 2);
    assert.equal(says(), `${option} must be ${right}, but is other. --help lists the options.\n`);
  });
}

for (const destination of ['azure', 'hapi']) {
  test(`Ctrl-C while servers start and patients are generated for ${destination} stops everything`, async (context) => {
    const { folder, command, ended, says } = demo(context, '--patients', '3', '--destination', destination);
    await until('the generator', async () => says().includes('Generating') || undefined, { millis: 60_000 });

    command.kill('SIGINT');

    assert.equal(await ended, 130, says());
    assert.deepEqual(processesIn(folder), []);
  });
}
