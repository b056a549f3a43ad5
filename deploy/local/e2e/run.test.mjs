import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LOCAL } from '../lib/paths.mjs';
import { temporaryFolder } from '../lib/testing.mjs';
import { until } from '../lib/waiting.mjs';
import { loadedWorld, processesIn } from './harness.mjs';

/** Slow enough to be interrupted on the way. */
const ONE_BY_ONE = { FERRY_MIGRATION_WINDOWS_IN_FLIGHT: '1' };

test('a run that is interrupted leaves nothing running, and the next one goes on where it ended', async (context) => {
  // Given two servers, and a run that keeps its state in an Azurite of its own
  const { world, env } = await loadedWorld(context);
  const folder = temporaryFolder(context);
  const report = join(folder, 'report.json');
  const start = () => run(context, { ...env, ...ONE_BY_ONE, FERRY_STATE_CONNECTION_STRING: undefined }, folder, report);

  // When it is interrupted with a part of its windows done
  const first = start();
  await until('some windows', async () => /done [1-4]\b/.test(first.says()) || undefined, { millis: 180_000 });
  first.command.kill('SIGINT');

  // Then all that it started ends with it
  assert.equal(await first.ended, 130, first.says());
  assert.deepEqual(processesIn(folder), []);

  // And when it is run again, nothing that was done is done again
  const exports = async () => (await world.emulator('source').stats()).requests.export;
  const second = start();
  assert.equal(await second.ended, 0, second.says());
  assert.match(second.says().match(/^windows: .*$/m)[0], /done [1-9]/);
  assert.match(second.says(), /^Verdict: VERIFIED · /m);
  assert.equal(JSON.parse(readFileSync(report, 'utf8')).verdict, 'verified');
  assert.deepEqual(processesIn(folder), []);

  // And a third run has nothing to do but to say so
  const before = await exports();
  assert.equal(await start().ended, 0);
  assert.equal(await exports(), before);
});

function run(context, env, folder, report) {
  const command = spawn(join(LOCAL, 'run'), ['--folder', folder, '--report', report], {
    env: { ...process.env, ...env },
  });
  context.after(() => command.kill('SIGTERM'));
  let output = '';
  command.stdout.on('data', (chunk) => (output += chunk));
  command.stderr.on('data', (chunk) => (output += chunk));
  return { command, says: () => output, ended: new Promise((resolve) => command.once('close', resolve)) };
}
