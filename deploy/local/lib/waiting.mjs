import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from './trouble.mjs';

/**
 * Asks again and again until there is an answer.
 *
 * @template T
 * @param {string} what is waited for, for the message
 * @param {() => Promise<T | undefined>} probe undefined or a failure means not yet
 * @param {object} patience
 * @param {number} patience.millis how long to wait in all
 * @param {number} [patience.everyMillis]
 * @param {Promise<never>} [patience.unless] rejects when waiting has become pointless
 * @returns {Promise<T>}
 * @throws {Trouble} when patience is at an end
 */
export async function until(what, probe, { millis, everyMillis = 150, unless = new Promise(() => {}) }) {
  const deadline = Date.now() + millis;
  let last = 'no answer yet';
  let over = false;
  const asking = (async () => {
    while (!over) {
      try {
        const answer = await probe();
        if (answer !== undefined) {
          return answer;
        }
      } catch (error) {
        last = error.cause?.code ?? error.message;
      }
      if (Date.now() > deadline) {
        throw new Trouble(`${what} did not come within ${Math.round(millis / 1000)} s (${last}).`);
      }
      await sleep(everyMillis);
    }
  })();
  try {
    return await Promise.race([asking, unless]);
  } finally {
    over = true;
    asking.catch(() => {});
  }
}

/** Resolves after a time, or rejects with what `unless` rejects with. */
export async function pause(millis, unless = new Promise(() => {})) {
  const stop = new AbortController();
  try {
    await Promise.race([sleep(millis, undefined, { signal: stop.signal }), unless]);
  } finally {
    stop.abort();
  }
}
