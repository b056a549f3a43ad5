import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { demoEnvironment } from '../demoworld.mjs';
import { journey } from '../journey.mjs';
import { Storage } from '../storage.mjs';
import { Trouble } from '../trouble.mjs';
import { until } from '../waiting.mjs';
import { cpuOf } from './cpu.mjs';

const TABLE = 'ferrymigration';
const DAY_MILLIS = 24 * 3600 * 1000;
const MIGRATION_MILLIS = 1_800_000;

/**
 * Two windows of a day each: one to warm up with, and one that is measured.
 *
 * @param {number} begin where the first begins, in milliseconds
 */
export function twoDays(begin) {
  const iso = (days) => new Date(begin + days * DAY_MILLIS).toISOString();
  return { start: iso(0), middle: iso(1), end: iso(2) };
}

/**
 * Loads resources into the source, so that the first ones belong to the first of two windows and the rest to the second.
 *
 * @param {import('../world.mjs').World} world
 * @param {string} name of the file that is loaded
 * @param {ReturnType<typeof twoDays>} days
 * @param {Iterable<any>} warmUp resources without `meta`
 * @param {Iterable<any>} measured the same
 */
export async function loadTwoDays(world, name, days, warmUp, measured) {
  const file = join(world.folder, name);
  const out = createWriteStream(file);
  for (const [from, resources] of [
    [days.start, warmUp],
    [days.middle, measured],
  ]) {
    const lastUpdated = new Date(Date.parse(from) + 1_000).toISOString();
    for (const resource of resources) {
      const line = JSON.stringify({ ...resource, meta: { versionId: '1', lastUpdated } });
      if (!out.write(`${line}\n`)) {
        await once(out, 'drain');
      }
    }
  }
  out.end();
  await once(out, 'finish');
  await world.emulator('source').load(file);
}

/**
 * Has the services export, copy and import both windows by bundles, and measures the import of the second.
 *
 * @param {import('../world.mjs').World} world with its source loaded and its destination started
 * @param {string} migration an id of its own
 * @param {ReturnType<typeof twoDays>} days
 * @param {object} [more]
 * @param {number} [more.importers] how many
 * @param {NodeJS.ProcessEnv} [more.env] settings besides those of every journey by bundles
 * @param {number} [more.everyMillis] how often it is looked whether the import has begun or ended: what the times of cores are
 *     exact to, and work for the machine
 * @param {() => Promise<any>} [more.sample] called when the import begins and when it has ended
 * @returns {Promise<{seconds: number, user: number, kernel: number, samples: any[]}>} from the begin of the import to its end,
 *     the time of cores that the first importer had meanwhile, and both samples
 */
export async function measureFerry(world, migration, days, more = {}) {
  const { importers = 1, env = {}, everyMillis = 500, sample = async () => {} } = more;
  const settings = {
    ...demoEnvironment(world, days),
    ...journey('hapi', 'bundle').env,
    FERRY_MIGRATION_ID: migration,
    FERRY_MIGRATION_WINDOW: 'P1D',
    FERRY_MIGRATION_DELETES: 'false',
    FERRY_IMPORT_ENFORCED_REFERENCES: 'false',
    ...env,
  };
  await world.startServices(settings, ['copier', 'importer']);
  for (let i = 1; i < importers; i++) {
    await world.startReplica(settings, 'importer');
  }
  // With the exporter the migration begins, and everybody is there.
  await world.startServices(settings, ['exporter']);
  const { pid } = world.service('importer').child;
  await second(world, days, everyMillis, (state) => !BEFORE.includes(state));
  const before = cpuOf(pid);
  const first = await sample();
  await second(world, days, everyMillis, (state) => state === 'imported');
  const after = cpuOf(pid);
  const samples = [first, await sample()];
  const [begun, ended] = await times(world, migration, days);
  await world.stopServices();
  const took = { user: after.user - before.user, kernel: after.kernel - before.kernel };
  return { seconds: (ended - begun) / 1000, ...took, samples };
}

/** So many resources: the same ones again and again, under other ids. */
export function* copies(resources, count, prefix) {
  for (let i = 0; i < count; i++) {
    yield { ...resources[i % resources.length], id: `${prefix}-${i}` };
  }
}

/** States of a window before its import. */
const BEFORE = ['planned', 'exporting', 'exported', 'copying', 'copied'];

/** Waits until the second window is in a state. */
async function second(world, { middle }, everyMillis, condition) {
  const look = async () =>
    (await world.windows()).find(({ since }) => Date.parse(since) === Date.parse(middle))?.state ?? 'planned';
  const state = await until(
    'The import of the second window',
    async () => {
      const now = await look();
      return condition(now) || now === 'failed' ? now : undefined;
    },
    { millis: MIGRATION_MILLIS, everyMillis, unless: world.household.broken },
  );
  if (state === 'failed') {
    throw new Trouble(`The window failed; the log is ${world.service('importer').log}.`);
  }
}

/** When the import of the second window began and ended, as its events say. */
async function times(world, migration, { middle }) {
  const events = await new Storage(world.connectionString()).entities(
    TABLE,
    `PartitionKey eq '${migration}' and RowKey ge 'event!' and RowKey lt 'event"'`,
  );
  const stamp = middle.replace(/[-:.Z]/g, '');
  return ['IMPORTING', 'IMPORTED'].map((to) =>
    Date.parse(events.find((event) => event.RowKey.startsWith(`event!${stamp}-`) && event.to === to).at),
  );
}
