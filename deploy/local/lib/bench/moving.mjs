import { SERVICES } from '../build.mjs';
import { startServers } from '../demoworld.mjs';
import { Trouble } from '../trouble.mjs';
import { until } from '../waiting.mjs';
import { World } from '../world.mjs';

const MIGRATION_MILLIS = 900_000;

/**
 * Moves a population in a world of its own, of which nothing is left running. The exporters come last: with the first of
 * them the migration begins, and all others wait for it.
 *
 * @template T
 * @param {import('../household.mjs').Household} household
 * @param {string} folder
 * @param {object} what
 * @param {string} what.file the population
 * @param {Record<string, number>} what.replicas of each service; one where nothing is said
 * @param {(world: World) => Promise<(module: string) => NodeJS.ProcessEnv>} what.prepare called when the servers run; gives
 *     the configuration of each service
 * @param {(world: World, report: object) => Promise<T>} what.measure called when all is verified
 * @returns {Promise<T>}
 */
export async function move(household, folder, { file, replicas, prepare, measure }) {
  const world = new World(household, folder);
  await startServers(world, { EMULATOR_EXPORT_JOBS: '16', EMULATOR_IMPORT_JOBS: '16' });
  await world.emulator('source').load(file);
  const env = await prepare(world);
  const others = SERVICES.filter((name) => name !== 'exporter');
  for (const names of [others, ['exporter']]) {
    await Promise.all(names.map((name) => startAll(world, name, replicas[name] ?? 1, env(name))));
  }
  await until('The end of the migration', async () => (await world.status()).finished || undefined, {
    millis: MIGRATION_MILLIS,
    everyMillis: 500,
    unless: household.broken,
  });
  const report = await until('The report', () => world.report(), { millis: 60_000, unless: household.broken });
  if (report.verdict !== 'verified') {
    throw new Trouble(`The migration is ${report.verdict}; logs are in ${folder}.`);
  }
  const measured = await measure(world, report);
  await world.stopServices();
  await Promise.all(['source', 'destination'].map((name) => world.emulator(name).stop()));
  await world.azurite.child.stop();
  return measured;
}

async function startAll(world, name, count, env) {
  const more = Array.from({ length: count - 1 }, () => world.startReplica(env, name));
  await Promise.all([world.startServices(env, [name]), ...more]);
}
