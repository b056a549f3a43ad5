import { calendar, startSource } from '../demoworld.mjs';
import { currentResources, generate } from '../population.mjs';
import { drawTable } from '../table.mjs';
import { Trouble } from '../trouble.mjs';
import { World } from '../world.mjs';
import { copies, loadTwoDays, measureFerry, twoDays } from './ferryimport.mjs';
import { factor, seconds } from './figures.mjs';
import { Sink } from './sink.mjs';

const COUNTS = [1, 2, 4];
const PATIENTS = 8;
const WARM_UP = 8_000;
const RESOURCES = 64_000;
const DAYS_MILLIS = 3 * 24 * 3600 * 1000;

/** How long the destination takes for an answer. */
const ANSWER_MILLIS = 50;

/** Several bundles lie in a slice, of which there are enough for all. */
const SLICE_BYTES = 524_288;
const ENTRIES = 50;

/**
 * Brings the same resources by bundles with one, two and four importers, to a destination that takes its time for each
 * answer, and measures how long that takes. The slices do not depend on each other, and whoever waits for an answer needs
 * no processor, so this shows what replicas bring where the destination is the slow part.
 *
 * @returns {Promise<string>} the figures
 */
export async function importers(household, folder, options, say) {
  const world = new World(household, folder);
  const dates = calendar(new Date());
  const [files] = await Promise.all([
    generate(household, folder, { ...dates, patients: PATIENTS, newcomers: 1, seed: 3, deletions: 'none' }, say),
    startSource(world),
  ]);
  const resources = currentResources(files.population);
  const runs = [];
  for (const [index, count] of COUNTS.entries()) {
    say(`${count} ${count === 1 ? 'importer' : 'importers'} …`);
    const days = twoDays(Date.parse(dates.from) + index * DAYS_MILLIS);
    const name = `${count}-importers`;
    const warmUp = copies(resources, WARM_UP, `${count}w`);
    await loadTwoDays(world, `${name}.ndjson`, days, warmUp, copies(resources, RESOURCES, `${count}m`));
    const sink = await world.startServer(new Sink(ANSWER_MILLIS));
    runs.push(await measureFerry(world, name, days, { importers: count, sample: async () => sink.bundles, env: FERRY }));
    sink.stop();
    if (sink.entries !== WARM_UP + RESOURCES) {
      throw new Trouble(`${sink.entries} of ${WARM_UP + RESOURCES} resources arrived.`);
    }
  }
  const [before, after] = runs[0].samples;
  return drawTable(
    [`${after - before} bundles, ${ANSWER_MILLIS} ms an answer`, 'time at import', 'speed-up'],
    runs.map(({ seconds: took }, i) => [
      `${COUNTS[i]} importer${COUNTS[i] === 1 ? '' : 's'}`,
      seconds(took),
      factor(runs[0].seconds / took),
    ]),
  );
}

const FERRY = {
  FERRY_IMPORT_SLICE_BYTES: String(SLICE_BYTES),
  FERRY_IMPORT_BUNDLE_ENTRIES: String(ENTRIES),
  // Each importer has one bundle under way: the destination is the slow part, not the processor that they share here.
  FERRY_IMPORT_MAX_REQUESTS: '1',
  // Idle replicas look often, so that all of them begin at once.
  MP_MESSAGING_INCOMING_STAGE_POLL_MAX: 'PT0.5S',
};
