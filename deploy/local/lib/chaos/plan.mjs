import { SERVICES } from '../build.mjs';

const SECOND = 1000;

/** Services that have a second replica, so that conflicts at rows are real ones too. */
export const REPLICATED = Object.freeze(['exporter', 'importer']);

const EXPORT = '\\$export';
const IMPORT = '\\$import';
const JOB = '\\$export|\\$import|_operations';

/** Faults of a FHIR server: what is done to answers, at any server. */
const ANSWERS = [
  { kind: 'throttle', retryAfterSeconds: 1, times: 3 },
  { kind: 'throttle', retryAfterSeconds: 1, times: 3, entries: true },
  { kind: 'error', status: 500, times: 2 },
  { kind: 'error', status: 503, times: 3 },
  { kind: 'error', status: 503, times: 3, entries: true },
  { kind: 'error', status: 503, commit: true, path: JOB },
  { kind: 'error', status: 500, commit: true, path: JOB },
  { kind: 'hang', delayMillis: 5 * SECOND },
  { kind: 'cut', times: 2 },
  { kind: 'cut', path: JOB },
  { kind: 'delay', delayMillis: 2 * SECOND, times: 3 },
  { kind: 'concurrency', limit: 1, retryAfterSeconds: 1 },
];

/** What becomes of its exports. */
const EXPORTS = [
  { kind: 'stuck', path: EXPORT },
  { kind: 'fail', status: 500, path: EXPORT },
  { kind: 'empty', path: EXPORT },
  { kind: 'truncate', path: EXPORT },
  { kind: 'duplicate', path: EXPORT },
];

/** What becomes of its imports. */
const IMPORTS = [
  { kind: 'stuck', path: IMPORT },
  { kind: 'fail', status: 500, path: IMPORT },
  { kind: 'refuse', status: 429, path: IMPORT, limit: 2, times: 4 },
  { kind: 'refuse', status: 504, path: IMPORT, times: 2 },
  { kind: 'refuse', status: 500, path: IMPORT, limit: 3 },
];

/** All faults of the two servers. */
export const SERVER_FAULTS = Object.freeze([
  ...[...ANSWERS, ...EXPORTS].map((spec) => ({ server: 'source', spec })),
  ...[...ANSWERS, ...EXPORTS, ...IMPORTS].map((spec) => ({ server: 'destination', spec })),
]);

/**
 * Which replica is killed when, and for how long it stays down. Each comes once before any of them comes again.
 *
 * @param {import('./dice.mjs').Dice} dice
 * @param {number} millis how long
 * @returns {{atMillis: number, what: 'kill', replica: string, downMillis: number, spareYoung: boolean}[]} in the order
 *     of time; some kills strike a replica that starts too, most spare it, so that a slow machine comes to its work
 */
export function killsOf(dice, millis) {
  const victims = [...SERVICES, ...REPLICATED.map((name) => `${name}-2`)];
  return times(dice.of('kills'), millis, 6, 14).map(
    deal(dice.of('victims'), victims, (replica, own) => ({
      what: 'kill',
      replica,
      downMillis: own.between(0, 4 * SECOND),
      spareYoung: own.next() < 0.8,
    })),
  );
}

/**
 * What happens to the storage and to the servers, and when: the same dice give the same plan. Each list of things that
 * can happen is gone through in a random order before any of it comes again.
 *
 * @param {import('./dice.mjs').Dice} dice
 * @param {number} millis how long
 * @returns {({atMillis: number} & (
 *     {what: 'pause' | 'restart', downMillis: number} |
 *     {what: 'fault', server: string, spec: object} |
 *     {what: 'endFaults'}))[]} in the order of time
 */
export function planOf(dice, millis) {
  const steps = [
    ...times(dice.of('storage'), millis, 25, 50).map(
      deal(dice.of('outages'), ['pause', 'restart'], (what, own) => ({
        what,
        downMillis: own.between(SECOND, what === 'pause' ? 8 * SECOND : 3 * SECOND),
      })),
    ),
    ...times(dice.of('servers'), millis, 2, 4).map(
      deal(dice.of('faults'), SERVER_FAULTS, ({ server, spec }, own) => ({
        what: 'fault',
        server,
        spec: { ...spec, after: own.between(0, 2) },
      })),
    ),
    // Some faults never end by themselves, and one that nothing matches would wait for ever.
    ...times(dice.of('ends'), millis, 25, 35).map((atMillis) => ({ atMillis, what: 'endFaults' })),
  ];
  return steps.sort((a, b) => a.atMillis - b.atMillis);
}

/** Instants with a pause of some seconds before each. */
function times(dice, millis, leastSeconds, mostSeconds) {
  const instants = [];
  for (let at = 0; ; ) {
    at += dice.between(leastSeconds * SECOND, mostSeconds * SECOND);
    if (at >= millis) {
      return instants;
    }
    instants.push(at);
  }
}

/** Gives each instant the next of a list that is shuffled again whenever it is used up. */
function deal(dice, list, make) {
  let left = [];
  return (atMillis) => {
    left = left.length > 0 ? left : dice.shuffled(list);
    return { atMillis, ...make(left.shift(), dice) };
  };
}
