import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SERVICES } from '../build.mjs';
import { calendar, demoEnvironment } from '../demoworld.mjs';
import { outcomeOf } from '../outcome.mjs';
import { generate } from '../population.mjs';
import { drawTable } from '../table.mjs';
import { Trouble } from '../trouble.mjs';
import { factor } from './figures.mjs';
import { move } from './moving.mjs';

const COUNTS = [1, 2, 3];
const PATIENTS = 4;
const WINDOW = 'P15D';

/**
 * Moves the same population with one, two and three replicas of every service, and compares what they come to. Services,
 * servers and Azurite share the processors of this machine: where these are the limit, more replicas do not help.
 *
 * @returns {Promise<string>} the figures
 */
export async function replicas(household, folder, options, say) {
  const dates = calendar(new Date());
  const { population } = await generate(household, folder, { ...dates, patients: PATIENTS, newcomers: 1, seed: 3 }, say);
  const runs = [];
  for (const count of COUNTS) {
    say(`${count} of every service …`);
    runs.push(
      await move(household, join(folder, `${count}`), {
        file: population,
        replicas: Object.fromEntries(SERVICES.map((name) => [name, count])),
        prepare: async (world) => {
          const env = { ...demoEnvironment(world, { start: dates.from, end: dates.to }), FERRY_MIGRATION_WINDOW: WINDOW };
          return () => env;
        },
        measure: async (world, report) => ({ took: report.elapsedSeconds, outcome: await outcomeOf(world, report) }),
      }),
    );
  }
  const [first, ...others] = runs;
  if (!others.every(({ outcome }) => isDeepStrictEqual(outcome, first.outcome))) {
    throw new Trouble(`More replicas came to another result; logs are in ${folder}.`);
  }
  const { report, versions } = first.outcome;
  return drawTable(
    [`${report.windows.verified} windows, ${versions} versions`, 'time', 'speed-up', 'result'],
    runs.map(({ took }, i) => [
      `${COUNTS[i]} of every service`,
      `${took} s`,
      factor(first.took / took),
      i === 0 ? 'verified' : 'the same',
    ]),
  );
}
