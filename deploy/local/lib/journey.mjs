/** Servers that a demo can bring its population to: an emulated one of Azure, or a real HAPI. */
export const DESTINATIONS = Object.freeze(['azure', 'hapi']);

/** Ways into a server: its own `$import`, or bundles. */
export const MODES = Object.freeze(['import', 'bundle']);

const USUAL_PATIENTS = 48;

/** HAPI imports some 25 resources in a second, and a patient is some 240. */
const FEW_PATIENTS = 6;

/**
 * What follows from where a population goes, and by which way.
 *
 * @typedef {object} Journey
 * @property {'azure' | 'hapi'} destination
 * @property {'import' | 'bundle'} mode
 * @property {number} patients how many are a good number for a demo
 * @property {'all' | 'intact' | 'none'} deletions what may be deleted in the population
 * @property {boolean} referentialIntegrity whether a HAPI refuses references to what is not there
 * @property {Record<string, string>} env what the services have to be told
 * @property {string} remark what is worth knowing about it; empty for nothing
 */

/**
 * The journey to a destination.
 *
 * @param {'azure' | 'hapi'} destination
 * @param {'import' | 'bundle'} [mode] bundles into HAPI unless it is said, the `$import` into others
 * @returns {Journey}
 */
export function journey(destination, mode = destination === 'hapi' ? 'bundle' : 'import') {
  const journeys = destination === 'hapi' ? TO_HAPI : TO_AZURE;
  return { destination, mode, ...journeys[mode], env: { FERRY_IMPORT_MODE: mode, ...journeys[mode].env } };
}

/** For servers that number and date versions as they arrive. */
const WITHOUT_HISTORY = { FERRY_MIGRATION_HISTORY: 'false', FERRY_VERIFY_BY: 'read' };

const BY_BUNDLES = {
  ...WITHOUT_HISTORY,
  // Of no use there, and so refused.
  FERRY_IMPORT_POLL_INTERVAL: undefined,
  FERRY_IMPORT_LINGER: undefined,
};

const TO_AZURE = {
  import: { patients: USUAL_PATIENTS, deletions: 'all', referentialIntegrity: false, env: {}, remark: '' },
  bundle: {
    patients: USUAL_PATIENTS,
    deletions: 'all',
    referentialIntegrity: false,
    env: BY_BUNDLES,
    remark: 'Bundles bring no history: each resource arrives in its newest version.',
  },
};

const TO_HAPI = {
  import: {
    patients: FEW_PATIENTS,
    deletions: 'none',
    referentialIntegrity: false,
    env: { ...WITHOUT_HISTORY, FERRY_MIGRATION_DELETES: 'false' },
    remark:
      "HAPI's $import brings neither history nor deletions, and nothing waits there for what it refers to: the population" +
      ' has no deletions, and this HAPI takes references to what comes later.',
  },
  bundle: {
    patients: USUAL_PATIENTS,
    deletions: 'intact',
    referentialIntegrity: true,
    env: BY_BUNDLES,
    remark:
      'This HAPI refuses references to what it does not have, as it does by default. So what others refer to comes' +
      ' first, and what refers to a later window waits for it. Bundles bring no history: each resource arrives in its' +
      ' newest version.',
  },
};
