import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration } from '../lib/report.mjs';
import { pause, until } from '../lib/waiting.mjs';
import { finished, loadedWorld, statusWhere } from './harness.mjs';

/** How long the storage stays away each time; deploy/local/test shortens it by --outage. */
const SECONDS = Number(process.env.OUTAGE_SECONDS ?? 60);

test('a migration survives a storage that stands still, and one that is stopped', async (context) => {
  // Given a migration in small windows, slow enough to be met in the middle twice
  const { world, env } = await loadedWorld(context, { emulator: { EMULATOR_COMPLETION_DELAY: 'PT1S' } });
  await world.startServices({
    ...env,
    FERRY_MIGRATION_WINDOW: 'P3D',
    FERRY_MIGRATION_WINDOWS_IN_FLIGHT: '4',
    // An outage is noticed after this time, and less than the shortest one has to be.
    MP_MESSAGING_INCOMING_STAGE_REQUEST_TIMEOUT: 'PT5S',
  });
  const processes = world.services.map((service) => service.child.pid);
  const { azurite, household } = world;

  // When its storage is paused for some time, and later stopped for as long
  await middle(world, 2);
  await outage(context, world, 'paused', {
    begin: async () => azurite.child.signal('SIGSTOP'),
    end: async () => azurite.child.signal('SIGCONT'),
  });
  const between = (await world.status()).windows.verified;
  await middle(world, between + 2);
  await outage(context, world, 'stopped', {
    begin: () => azurite.child.stop(),
    end: () => azurite.start(household),
  });

  // Then the same processes bring it to its end by themselves
  const report = await finished(world);
  assert.equal(report.verdict, 'verified');
  assert.deepEqual(
    world.services.map((service) => service.child.pid),
    processes,
  );
  const [source, destination] = await Promise.all(
    ['source', 'destination'].map(async (name) => (await world.emulator(name).stats()).types),
  );
  assert.deepEqual(destination, source);
});

/** Waits until some windows are verified, and fails when all are. */
async function middle(world, verified) {
  const status = await statusWhere(
    world,
    `${verified} verified windows`,
    ({ windows, finished: over }) => windows.verified >= verified || over,
  );
  assert.equal(status.finished, false, 'the migration ended too early for this test');
}

/** Takes the storage away; every service has to live on, say that it is not ready, and become ready again. */
async function outage(context, world, what, { begin, end }) {
  const { services, household } = world;
  const since = Date.now();
  await begin();
  try {
    await Promise.all(
      services.map((service) =>
        until(`${service.name} to notice`, async () => !(await service.isReady()) || undefined, {
          millis: SECONDS * 1000,
          everyMillis: 500,
          unless: household.broken,
        }),
      ),
    );
    const noticed = duration((Date.now() - since) / 1000);
    await pause(Math.max(0, since + SECONDS * 1000 - Date.now()), household.broken);
    const alive = await Promise.all(services.map((service) => service.isAlive()));
    assert.deepEqual(
      alive,
      services.map(() => true),
    );
    context.diagnostic(`storage ${what}: all services not ready after ${noticed}`);
  } finally {
    await end();
  }
  const back = Date.now();
  await Promise.all(services.map((service) => service.ready()));
  const total = duration((back - since) / 1000);
  context.diagnostic(`storage ${what} for ${total}: all ready again ${duration((Date.now() - back) / 1000)} later`);
}
