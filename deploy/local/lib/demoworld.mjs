import { STATE_ACCOUNT } from './azurite.mjs';

const DAY_MILLIS = 24 * 3600 * 1000;

/** The longest window, and how far the boundaries are apart on which the population has some of its instants. */
export const WINDOW = 'P30D';
const WINDOW_MILLIS = 30 * DAY_MILLIS;
const WINDOWS = 6;

/** Storage accounts: what the source exports to, and what the destination imports from. */
const EXPORT_ACCOUNT = 'ferrysource';
const IMPORT_ACCOUNT = 'ferrydestination';

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
  const emulator = (name, profile, account) =>
    world.startEmulator(name, {
      EMULATOR_PROFILE: profile,
      EMULATOR_STORAGE_CONNECTION_STRING: world.connectionString(account),
      EMULATOR_COMPLETION_DELAY: 'PT0.2S',
      ...(typeof env === 'function' ? env(name) : env),
    });
  await Promise.all([
    emulator('source', 'api-for-fhir', EXPORT_ACCOUNT),
    emulator('destination', 'fhir-service', IMPORT_ACCOUNT),
  ]);
}

/**
 * The configuration of the services between the two emulated servers.
 *
 * @param {import('./world.mjs').World} world with its servers started
 * @param {{start: string, end: string}} time
 */
export function demoEnvironment(world, { start, end }) {
  return {
    ...withoutFerry(process.env),
    FERRY_SOURCE_URL: world.emulator('source').url,
    FERRY_SOURCE_DIALECT: 'azure',
    FERRY_DESTINATION_URL: world.emulator('destination').url,
    FERRY_DESTINATION_DIALECT: 'azure',
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
