import { join } from 'node:path';
import { calendar, demoEnvironment } from '../demoworld.mjs';
import { generate } from '../population.mjs';
import { Storage } from '../storage.mjs';
import { drawTable } from '../table.mjs';
import { factor, seconds } from './figures.mjs';
import { move } from './moving.mjs';

const COUNTS = [1, 2, 4];
const PATIENTS = 8;
const ANSWER_MILLIS = 1_500;

/** What a replica works on at once: little, so that one of them is busy for half a minute. A slice is one bundle. */
const SLICES_AT_ONCE = 2;
const SLICE_BYTES = 65_536;

/**
 * Moves one window with one, two and four importers, by bundles, to a destination that takes its time for each of them,
 * and measures how long the window is at import. Its slices do not depend on each other, and whoever waits for an answer
 * needs no processor, so this shows what replicas bring where the destination is the slow part.
 *
 * @returns {Promise<string>} the figures
 */
export async function importers(household, folder, options, say) {
  const dates = calendar(new Date());
  const { population } = await generate(household, folder, { ...dates, patients: PATIENTS, newcomers: 1, seed: 3 }, say);
  const runs = [];
  for (const count of COUNTS) {
    say(`${count} importers …`);
    runs.push(
      await move(household, join(folder, `${count}`), {
        file: population,
        replicas: { importer: count },
        prepare: async (world) => {
          await world.emulator('destination').fault({
            ...{ kind: 'delay', method: 'POST', path: '^/$' },
            ...{ times: -1, delayMillis: ANSWER_MILLIS },
          });
          return (name) => ({ ...environment(world, dates), ...(name === 'importer' ? IMPORTER : {}) });
        },
        measure: (world) => importOf(new Storage(world.connectionString())),
      }),
    );
  }
  return drawTable(
    [`${runs[0].slices} slices, ${ANSWER_MILLIS / 1000} s an answer`, 'time at import', 'speed-up'],
    runs.map(({ took }, i) => [
      `${COUNTS[i]} importer${COUNTS[i] === 1 ? '' : 's'}, ${SLICES_AT_ONCE} slices each at once`,
      seconds(took),
      factor(runs[0].took / took),
    ]),
  );
}

const IMPORTER = {
  MP_MESSAGING_INCOMING_STAGE_MAX_IN_FLIGHT: String(SLICES_AT_ONCE),
  // Idle replicas look often, so that all of them begin at once.
  MP_MESSAGING_INCOMING_STAGE_POLL_MAX: 'PT0.5S',
};

function environment(world, dates) {
  return {
    ...demoEnvironment(world, { start: dates.from, end: dates.to }),
    FERRY_MIGRATION_WINDOW: 'P365D',
    FERRY_MIGRATION_HISTORY: 'false',
    FERRY_VERIFY_BY: 'read',
    FERRY_IMPORT_MODE: 'bundle',
    FERRY_IMPORT_SLICE_BYTES: String(SLICE_BYTES),
    // Of no use with bundles, and so refused.
    FERRY_IMPORT_POLL_INTERVAL: undefined,
    FERRY_IMPORT_LINGER: undefined,
  };
}

/** How long the only window that brings something was at import, by its events, and in how many slices. */
async function importOf(storage) {
  const events = await storage.entities('ferrymigration', "RowKey ge 'event!' and RowKey lt 'event\"'");
  const at = (state) => Date.parse(events.find(({ RowKey, to }) => RowKey.includes('-tile!') && to === state).at);
  const slices = await storage.entities('ferryslice', "PartitionKey ge ''");
  return {
    took: (at('IMPORTED') - at('IMPORTING')) / 1000,
    slices: slices.filter(({ PartitionKey }) => PartitionKey.includes('import')).length,
  };
}
