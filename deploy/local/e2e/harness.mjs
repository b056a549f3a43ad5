import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { jarOf } from '../lib/build.mjs';
import { calendar, demoEnvironment, startServers } from '../lib/demoworld.mjs';
import { Household } from '../lib/household.mjs';
import { journey } from '../lib/journey.mjs';
import { operate } from '../lib/operations.mjs';
import { RUNS } from '../lib/paths.mjs';
import { generate } from '../lib/population.mjs';
import { until } from '../lib/waiting.mjs';
import { World } from '../lib/world.mjs';

const CACHE = join(RUNS, 'e2e', 'populations');
const MIGRATION_MILLIS = 300_000;

/** The simulated time of the tests: that of the demo. */
export const DATES = calendar(new Date());

/** Importing by bundles: the destination numbers and dates versions itself, so old ones cannot be brought. */
export const BY_BUNDLES = journey('azure', 'bundle').env;

/** A world without anything started, which ends with the test; its folder stays until the test is run again. */
export function emptyWorld(context) {
  const folder = join(RUNS, 'e2e', 'logs', context.name.replace(/\W+/g, '-'));
  rmSync(folder, { recursive: true, force: true });
  const household = new Household();
  context.after(() => household.close());
  return new World(household, folder);
}

/**
 * A world with Azurite, an empty destination, and a source that holds a small population.
 *
 * @returns {Promise<{world: World, env: NodeJS.ProcessEnv, files: {population: string, changes: string}}>}
 *     with the configuration of the services for a migration of the population
 */
export async function loadedWorld(context, { patients = 4, emulator = {} } = {}) {
  const world = emptyWorld(context);
  const [files] = await Promise.all([population(world.household, patients), startServers(world, emulator)]);
  await world.emulator('source').load(files.population);
  return { world, files, env: demoEnvironment(world, { start: DATES.from, end: DATES.to }) };
}

/** The files of a population: generated once a day for all tests. */
export async function population(household, patients, deletions = 'all') {
  const version = Math.round(statSync(jarOf('deploy/local/population')).mtimeMs);
  const name = `${patients}-${deletions}-${DATES.to.slice(0, 10)}-${version}`;
  const folder = join(CACHE, name, 'population');
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    forgetOthers(name);
    const making = join(CACHE, `${name}.${process.pid}`);
    mkdirSync(making);
    await generate(household, making, { ...DATES, patients, newcomers: 1, seed: 3, deletions }, () => {});
    renameSync(making, join(CACHE, name));
  }
  return { population: join(folder, 'population.ndjson'), changes: join(folder, 'changes.ndjson') };
}

/** Waits until the status of the migration is as a test needs it. */
export async function statusWhere(world, what, condition, millis = MIGRATION_MILLIS) {
  const probe = async () => {
    const status = await world.status();
    return condition(status) ? status : undefined;
  };
  return until(what, probe, { millis, everyMillis: 40, unless: world.household.broken });
}

/** Waits until the migration is finished, and gives the report that agrees with the exporter. */
export async function finished(world, millis = MIGRATION_MILLIS) {
  const status = await statusWhere(world, 'The end of the migration', (now) => now.finished, millis);
  const probe = async () => {
    const report = await world.report();
    return report?.verdict === status.verdict ? report : undefined;
  };
  return until('The report', probe, { millis: 60_000, unless: world.household.broken });
}

/** Runs a command of deploy/local/ferry on a world; gives what it says. */
export async function ferry(world, ...argv) {
  const said = [];
  const code = await operate([...argv, '--folder', world.folder], {}, (line) => said.push(line));
  if (code !== 0) {
    throw new Error(`ferry ${argv.join(' ')} ended with ${code}: ${said.join(' ')}`);
  }
  return said.join('\n');
}

/** The processes that work in a folder or below it. */
export function processesIn(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
      } catch {
        return false;
      }
    });
}

/** Yesterday's populations, and those of an older generator. */
function forgetOthers(name) {
  const kind = name.split('-').slice(0, 2).join('-');
  readdirSync(CACHE)
    .filter((other) => other !== name && other.startsWith(`${kind}-`) && !other.includes('.'))
    .forEach((other) => rmSync(join(CACHE, other), { recursive: true, force: true }));
}
