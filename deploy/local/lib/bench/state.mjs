import { calendar, demoEnvironment, startServers } from '../demoworld.mjs';
import { getJson } from '../http.mjs';
import { parseMetrics } from '../metrics.mjs';
import { generate } from '../population.mjs';
import { Storage } from '../storage.mjs';
import { drawTable, thousands } from '../table.mjs';
import { authorization } from '../token.mjs';
import { until } from '../waiting.mjs';
import { World } from '../world.mjs';
import { atOnce, middle, seconds } from './figures.mjs';

const TABLE = 'ferrymigration';
const HOUR_MILLIS = 3600 * 1000;
const WRITERS = 8;
const MIGRATION_MILLIS = 900_000;
const LOOK = 'ferry_planner_look_seconds';

/**
 * Measures an exporter over a table of many windows. One real migration gives the pattern of a verified window with
 * its account; copies of its row, with other times, fill the table.
 *
 * @returns {Promise<string>} the figures
 */
export async function state(household, folder, { windows, looks }, say) {
  const world = new World(household, folder);
  const dates = calendar(new Date());
  const [files] = await Promise.all([
    generate(household, folder, { ...dates, patients: 4, newcomers: 1, seed: 3 }, say),
    startServers(world),
  ]);
  await world.emulator('source').load(files.population);
  const env = demoEnvironment(world, { start: dates.from, end: dates.to });
  say('Moving a small population, for the pattern of a row …');
  await world.startServices(env);
  await until('The end of the migration', async () => (await world.status()).finished || undefined, {
    millis: MIGRATION_MILLIS,
    everyMillis: 1_000,
    unless: household.broken,
  });
  await world.stopServices();

  await fill(new Storage(world.connectionString()), windows, Date.parse(dates.from), say);

  say('Measuring …');
  await world.startServices(env, ['exporter']);
  const { url } = world.service('exporter');
  const headers = authorization(world.tokenFile);
  const listing = await timed(looks, () => getJson(`${url}/migration/windows`, headers, MIGRATION_MILLIS));
  const failed = await timed(looks, () =>
    getJson(`${url}/migration/windows?state=failed`, headers, MIGRATION_MILLIS),
  );
  const status = await timed(looks, () => getJson(`${url}/migration`, headers, MIGRATION_MILLIS));
  const planning = await plannerLooks(world, looks);
  return drawTable(
    [`${thousands(windows)} windows`, 'median', 'longest'],
    [
      ['list all windows', seconds(listing.middle), seconds(listing.most)],
      ['list failed windows', seconds(failed.middle), seconds(failed.most)],
      ['status of the migration', seconds(status.middle), seconds(status.most)],
      ['look of the planner, with its sweep', seconds(planning.mean), seconds(planning.most)],
      ['heap of the exporter, of 128 MiB', '', `${planning.heap} MiB`],
    ],
  );
}

async function fill(storage, windows, before, say) {
  const rows = await storage.entities(TABLE, "RowKey ge 'window!' and RowKey lt 'window\"'");
  const pattern = rows.find(({ state: name, kind }) => name === 'VERIFIED' && kind === 'TILE');
  say(`Filling the table with ${thousands(windows)} windows, each a row of ${JSON.stringify(pattern).length} bytes …`);
  const clean = Object.fromEntries(Object.entries(pattern).filter(([key]) => !/odata\.etag|^Timestamp/.test(key)));
  await atOnce(
    WRITERS,
    Array.from({ length: windows }, (_, hour) => () => {
      const since = before - (windows - hour) * HOUR_MILLIS;
      return storage.insert(TABLE, { ...clean, ...times(since, since + HOUR_MILLIS) });
    }),
  );
}

/** What tells one window's row from another's. */
function times(since, till) {
  const iso = (millis) => new Date(millis).toISOString().replace('.000Z', 'Z');
  const stamp = (millis) => new Date(millis).toISOString().replace(/[-:.Z]/g, '');
  return { RowKey: `window!${stamp(since)}-${stamp(till)}-all-tile`, since: iso(since), till: iso(till) };
}

async function timed(times, request) {
  const took = [];
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    await request();
    took.push((performance.now() - begun) / 1000);
  }
  return { middle: middle(took), most: Math.max(...took) };
}

/** The looks that the planner takes by itself; its first one pays for what a JVM does once, as the others' first do. */
async function plannerLooks(world, times) {
  const metrics = async () => parseMetrics(await world.metrics());
  const value = (samples, name) => samples.find((sample) => sample.name === name)?.value ?? 0;
  const samples = await until(
    'The looks of the planner',
    async () => {
      const now = await metrics();
      return value(now, `${LOOK}_count`) >= times ? now : undefined;
    },
    { millis: MIGRATION_MILLIS, everyMillis: 500, unless: world.household.broken },
  );
  const heap = samples
    .filter(({ name, labels }) => name === 'jvm_memory_used_bytes' && labels.area === 'heap')
    .reduce((sum, sample) => sum + sample.value, 0);
  return {
    mean: value(samples, `${LOOK}_sum`) / value(samples, `${LOOK}_count`),
    most: value(samples, `${LOOK}_max`),
    heap: Math.round(heap / 2 ** 20),
  };
}
