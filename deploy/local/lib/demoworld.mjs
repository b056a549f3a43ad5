import { STATE_ACCOUNT } from './azurite.mjs';
import { startHapi } from './hapi.mjs';

const DAY_MILLIS = 24 * 3600 * 1000;

/** The longest window, and how far the boundaries are apart on which the population has some of its instants. */
export const WINDOW = 'P30D';
const WINDOW_MILLIS = 30 * DAY_MILLIS;
const WINDOWS = 6;

/** Storage accounts: what the source exports to, and what the destination imports from. */
const EXPORT_ACCOUNT = 'ferrysource';
const IMPORT_ACCOUNT = 'ferrydestination';

/** The emulated servers by their names. */
const EMULATED = {
  source: { profile: 'api-for-fhir', account: EXPORT_ACCOUNT },
  destination: { profile: 'fhir-service', account: IMPORT_ACCOUNT },
};

/**
 * The simulated time of a demo: six windows, and one more for the changes, which ends today.
 *
 * @param {Date} now
 * @returns {{from: string, to: string, till: string}} instants, from < to < till ≤ now
 */
export function calendar(now) {
  const today = Math.floor(now.getTime() / DAY_MILLIS) * DAY_MILLIS;
  const iso = (millis) => new Date(millis).toISOString();
  return {
    from: iso(today - (WINDOWS + 1) * WINDOW_MILLIS),
    to: iso(today - WINDOW_MILLIS),
    till: iso(today),
  };
}

/**
 * Starts Azurite and both emulated servers, each with a storage account of its own.
 *
 * @param {import('./world.mjs').World} world
 * @param {Record<string, string> | ((name: string) => Record<string, string>)} env more settings of the servers, or of each
 * @param {() => Promise<void>} storageStarted called between the two
 */
export async function startServers(world, env = {}, storageStarted = async () => {}) {
  await world.startAzurite(EXPORT_ACCOUNT, IMPORT_ACCOUNT);
  await storageStarted();
  await Promise.all(
    Object.keys(EMULATED).map((name) => startEmulated(world, name, typeof env === 'function' ? env(name) : env)),
  );
}

/**
 * Starts Azurite, a real HAPI as one of the servers, and an emulated one as the other.
 *
 * @param {import('./world.mjs').World} world
 * @param {'source' | 'destination'} name which of them HAPI is
 * @param {object} how it is set up, see {@link startHapi}
 */
export async function startServersWithHapi(world, name, how = {}) {
  await world.startAzurite(EXPORT_ACCOUNT, IMPORT_ACCOUNT);
  await Promise.all(
    Object.keys(EMULATED).map((each) => (each === name ? startHapi(world, each, how) : startEmulated(world, each))),
  );
}

/** Starts Azurite and an emulated source, for a destination of the caller's. */
export async function startSource(world) {
  await world.startAzurite(EXPORT_ACCOUNT, IMPORT_ACCOUNT);
  await startEmulated(world, 'source');
}

async function startEmulated(world, name, env = {}) {
  const { profile, account } = EMULATED[name];
  await world.startEmulator(name, {
    EMULATOR_PROFILE: profile,
    EMULATOR_STORAGE_CONNECTION_STRING: world.connectionString(account),
    EMULATOR_COMPLETION_DELAY: 'PT0.2S',
    ...env,
  });
}

/**
 * The configuration of the services between the two servers.
 *
 * @param {import('./world.mjs').World} world with its servers started
 * @param {{start: string, end: string}} time
 */
export function demoEnvironment(world, { start, end }) {
  const [source, destination] = ['source', 'destination'].map((name) => world.server(name));
  return {
    ...withoutFerry(process.env),
    FERRY_SOURCE_URL: source.url,
    FERRY_SOURCE_DIALECT: source.dialect,
    FERRY_DESTINATION_URL: destination.url,
    FERRY_DESTINATION_DIALECT: destination.dialect,
    FERRY_IMPORT_MODE: 'import',
    FERRY_STATE_CONNECTION_STRING: world.connectionString(STATE_ACCOUNT),
    FERRY_EXPORT_STORAGE_CONNECTION_STRING: world.connectionString(EXPORT_ACCOUNT),
    FERRY_IMPORT_STORAGE_CONNECTION_STRING: world.connectionString(IMPORT_ACCOUNT),
    FERRY_MIGRATION_ID: 'demo',
    FERRY_MIGRATION_START: start,
    FERRY_MIGRATION_END: end,
    FERRY_MIGRATION_WINDOW: WINDOW,
    FERRY_MIGRATION_LAG: 'PT0S',
    FERRY_MIGRATION_HISTORY: 'true',
    FERRY_MIGRATION_DELETES: 'true',
    FERRY_EXPORT_POLL_INTERVAL: 'PT0.5S',
    FERRY_EXPORT_PLAN_INTERVAL: 'PT1S',
    FERRY_IMPORT_POLL_INTERVAL: 'PT0.5S',
    FERRY_IMPORT_LINGER: 'PT0.5S',
    FERRY_VERIFY_POLL_INTERVAL: 'PT0.5S',
    FERRY_VERIFY_REPORT_INTERVAL: 'PT1S',
  };
}

/** What the user has set for a migration of their own is not the demo's. */
function withoutFerry(env) {
  const names = Object.keys(env).filter((name) => name.startsWith('FERRY_'));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
