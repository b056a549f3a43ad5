import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture, isAlive, temporaryFolder } from './testing.mjs';
import { until } from './waiting.mjs';

function status(changes) {
  return {
    ...{ migration: 'm', start: null, end: '2026-01-01T00:00:00Z', planned: null, watermark: null, finished: false },
    verdict: 'incomplete',
    windows: { planned: 0, verified: 0, failed: 0, mismatched: 0, states: {} },
    resources: { expected: 0, exported: 0, copied: 0, imported: 0, verified: 0 },
    ...changes,
  };
}

function report(verdict) {
  return {
    ...{ migration: 'm', verdict, watermark: null, elapsedSeconds: 1, types: [] },
    windows: { planned: 1, verified: 1, failed: 0, mismatched: 0 },
  };
}

/** Starts the run command with fake services that follow a script. */
function run(context, script) {
  const folder = temporaryFolder(context);
  const fake = join(folder, 'script.json');
  writeFileSync(fake, JSON.stringify(script));
  const command = spawn(process.execPath, [fixture('run-fakes.mjs'), folder], {
    env: { ...process.env, FAKE: fake, FERRY_MIGRATION_END: '2026-01-01T00:00:00Z' },
  });
  let output = '';
  command.stdout.on('data', (chunk) => (output += chunk));
  command.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => {
    command.once('close', (code, signal) => resolve({ code, signal, output, services: services(fake) }));
  });
  return { command, ended, started: () => services(fake).pids.length, says: () => output };
}

function services(fake) {
  const lines = existsSync(`${fake}.log`) ? readFileSync(`${fake}.log`, 'utf8').trim().split('\n') : [];
  const pids = lines.map((line) => Number(line.split(' ')[1])).filter(Number.isInteger);
  return { pids, stopped: lines.filter((line) => line.endsWith('stopped')).length };
}

for (const [verdict, code] of [
  ['verified', 0],
  ['verified-with-exceptions', 3],
  ['mismatched', 4],
  ['failed', 5],
]) {
  test(`a migration that is ${verdict} ends the run with ${code} and leaves nothing behind`, async (context) => {
    const { ended } = run(context, {
      statuses: [status({}), status({ finished: true, verdict })],
      report: report(verdict),
    });

    const end = await ended;

    assert.equal(end.code, code, end.output);
    assert.match(end.output, new RegExp(`Verdict: ${verdict.toUpperCase()}`));
    assert.equal(end.services.pids.length, 4);
    assert.equal(end.services.stopped, 4);
    assert.deepEqual(end.services.pids.filter(isAlive), []);
  });
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  test(`${signal} stops the services and ends the run with ${code}`, async (context) => {
    const { command, ended, says } = run(context, { statuses: [status({})] });
    await until('the first progress', async () => says().includes('windows:') || undefined, { millis: 30_000 });

    command.kill(signal);
    const end = await ended;

    assert.equal(end.code, code, end.output);
    assert.equal(end.services.stopped, 4);
    assert.deepEqual(end.services.pids.filter(isAlive), []);
  });
}

test('a service that refuses its configuration ends the run at once with the line that says why', async (context) => {
  const line = 'ERROR ferry.source.url is not set: the base URL of the FHIR server to move from';
  const { ended } = run(context, { statuses: [status({})], refuses: { service: 'copier', line } });

  const end = await ended;

  assert.equal(end.code, 1);
  assert.ok(end.output.includes(`copier ended with exit code 1: ${line}\n`), end.output);
  assert.deepEqual(end.services.pids.filter(isAlive), []);
});

test('a service that dies on the way ends the run', async (context) => {
  const { ended, started, says, command } = run(context, { statuses: [status({})] });
  await until('the first progress', async () => says().includes('windows:') || undefined, { millis: 30_000 });
  assert.equal(started(), 4);

  const victim = services(join(command.spawnargs[2], 'script.json')).pids[2];
  process.kill(victim, 'SIGKILL');
  const end = await ended;

  assert.equal(end.code, 1);
  assert.match(end.output, /was killed by SIGKILL/);
  assert.deepEqual(end.services.pids.filter(isAlive), []);
});

test('the run ends with what its windows have cost in storage transactions', async (context) => {
  const metrics = 'ferry_storage_transactions_total{operation="put-blob",purpose="window",service="blob"} 3\n';
  const { ended } = run(context, {
    statuses: [status({ finished: true, verdict: 'verified' })],
    report: report('verified'),
    metrics,
  });

  const { output } = await ended;

  // Each of the four services says the same.
  assert.match(output, /^Storage transactions per window: 12, and 0 to look at jobs · idle receives 0 · upkeep 0$/m);
});

test('a run whose figures cannot be had keeps its verdict', async (context) => {
  const { ended } = run(context, {
    statuses: [status({ finished: true, verdict: 'verified' })],
    report: report('verified'),
  });

  const { code, output } = await ended;

  assert.equal(code, 0, output);
  assert.match(output, /^The storage transactions are not known: GET .* answered 404\.$/m);
});

test('a report that contradicts the exporter is not believed', async (context) => {
  const { ended, says, command } = run(context, {
    statuses: [status({ finished: true, verdict: 'mismatched' })],
    report: report('verified'),
  });
  await until('the end of the progress', async () => says().includes('windows:') || undefined, { millis: 30_000 });

  command.kill('SIGTERM');
  const end = await ended;

  assert.doesNotMatch(end.output, /Verdict/);
  assert.notEqual(end.code, 0);
});
