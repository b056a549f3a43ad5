import { calendar, startServers } from '../demoworld.mjs';
import { currentResources, generate } from '../population.mjs';
import { drawTable } from '../table.mjs';
import { World } from '../world.mjs';
import { copies, loadTwoDays, measureFerry, twoDays } from './ferryimport.mjs';
import { seconds, timed } from './figures.mjs';
import { sendBatches } from './plain.mjs';

/** The destination takes so many requests at once, refuses all others with 429, and has its answers ready after a while. */
const LIMIT = 15;
const ANSWER_MILLIS = 300;
const RETRY_AFTER_SECONDS = 1;

const ENTRIES = 20;
const WARM_UP = 6_000;
const REPLICAS = [1, 3];
const DAYS_MILLIS = 3 * 24 * 3600 * 1000;

/**
 * Measures how fast resources get into a server that takes a limited number of requests at once: by a client that was told
 * this number, and by one and three importers that were not.
 *
 * @returns {Promise<string>} the figures
 */
export async function throttled(household, folder, { throttled: count }, say) {
  const world = new World(household, folder);
  const dates = calendar(new Date());
  const [files] = await Promise.all([
    generate(household, folder, { ...dates, patients: 8, newcomers: 1, seed: 3, deletions: 'none' }, say),
    startServers(world),
  ]);
  const resources = currentResources(files.population);
  const destination = world.emulator('destination');
  await destination.fault({
    ...{ kind: 'concurrency', method: 'POST', path: '^/$', times: -1 },
    ...{ limit: LIMIT, retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
  await destination.fault({ kind: 'delay', method: 'POST', path: '^/$', times: -1, delayMillis: ANSWER_MILLIS });
  const sample = async () => {
    const faults = await destination.faults();
    return {
      refused: faults.find(({ kind }) => kind === 'concurrency').hits,
      taken: faults.find(({ kind }) => kind === 'delay').hits,
    };
  };

  say(`A client with ${LIMIT} requests at a time …`);
  const how = { entries: ENTRIES, atATime: LIMIT };
  await sendBatches(destination.url, [...copies(resources, WARM_UP, 'fw')], how);
  const measured = [...copies(resources, count, 'fm')];
  const before = await sample();
  const fixed = await timed(() => sendBatches(destination.url, measured, how));
  const rows = [row(`a client, told ${LIMIT} at a time`, { ...fixed, samples: [before, await sample()] }, fixed.seconds)];

  for (const [index, importers] of REPLICAS.entries()) {
    say(`${importers} ${importers === 1 ? 'importer' : 'importers'} …`);
    const days = twoDays(Date.parse(dates.from) + index * DAYS_MILLIS);
    const name = `${importers}-importers`;
    const warmUp = copies(resources, WARM_UP, `${importers}w`);
    await loadTwoDays(world, `${name}.ndjson`, days, warmUp, copies(resources, count, `${importers}m`));
    const result = await measureFerry(world, name, days, { importers, sample, env: ferry() });
    rows.push(row(importers === 1 ? 'the ferry, one importer' : `the ferry, ${importers} importers`, result, fixed.seconds));
  }
  return drawTable(['into a server that takes 15 at once', 'time', 'throughput', '429 of all requests'], rows);
}

function ferry() {
  return {
    FERRY_IMPORT_BUNDLE_ENTRIES: String(ENTRIES),
    // Some dozens of slices, of some dozens of bundles each: the last bundle of each slice is half empty on average.
    FERRY_IMPORT_SLICE_BYTES: '1048576',
  };
}

function row(way, { seconds: took, samples: [before, after] }, best) {
  const refused = after.refused - before.refused;
  const all = refused + after.taken - before.taken;
  return [way, seconds(took), `${Math.round((100 * best) / took)} %`, `${((100 * refused) / all).toFixed(1)} %`];
}
