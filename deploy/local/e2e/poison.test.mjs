import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Storage } from '../lib/storage.mjs';
import { until } from '../lib/waiting.mjs';
import { finished, loadedWorld, statusWhere } from './harness.mjs';

const QUEUES = ['ferry-export', 'ferry-copy', 'ferry-import', 'ferry-verify'];

/** What nobody can handle: no Base64, no envelope, and an envelope around something that is no message of ours. */
const POISON = [
  ...Array.from({ length: 20 }, (_, i) => `!not-base64-${i}!`),
  ...Array.from({ length: 10 }, (_, i) => base64(`no envelope ${i}`)),
  ...Array.from({ length: 5 }, (_, i) => base64(JSON.stringify({ v: 1, body: `no message ${i}` }))),
];

test('poison in every queue does not hold up the windows behind it', async (context) => {
  // Given a migration at work
  const { world, env } = await loadedWorld(context);
  await world.startServices({
    ...env,
    FERRY_MIGRATION_WINDOW: 'P15D',
    // What cannot be handled is given up within the time of a test.
    MP_MESSAGING_INCOMING_STAGE_MAX_DELIVERIES: '3',
    MP_MESSAGING_INCOMING_STAGE_RETRY_MAX: 'PT1S',
  });
  await statusWhere(world, 'A window at work', ({ windows }) => windows.planned > 0);

  // When each queue gets messages that nobody can handle
  const storage = new Storage(world.connectionString());
  await Promise.all(
    QUEUES.map(async (queue) => {
      for (const text of POISON) {
        await storage.send(queue, text);
      }
    }),
  );

  // Then the migration ends as if they were not there, and all of them are kept
  const report = await finished(world);
  assert.equal(report.verdict, 'verified');
  assert.ok(report.windows.verified >= 12, `${report.windows.verified} windows`);
  for (const queue of QUEUES) {
    const buried = async () => (await storage.depth(`${queue}-poison`)) === POISON.length || undefined;
    await until(`The poison of ${queue}`, buried, { millis: 60_000, unless: world.household.broken });
    const empty = async () => (await storage.depth(queue)) === 0 || undefined;
    await until(`The end of ${queue}`, empty, { millis: 60_000, unless: world.household.broken });
  }
});

function base64(text) {
  return Buffer.from(text).toString('base64');
}
