import { constants } from 'node:os';
import { Household } from './household.mjs';
import { EXIT, Trouble } from './trouble.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command and ends this process with its exit code. Whatever ends it (its work, a failure, a process of its
 * household that breaks, a signal), the household is closed first; a second signal ends everything at once.
 *
 * @param {(household: Household) => Promise<number>} work gives the exit code
 */
export async function runCommand(work) {
  const household = new Household();
  let interrupt;
  const interrupted = new Promise((resolve) => {
    interrupt = resolve;
  });
  let signals = 0;
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (++signals === 1) {
        say(`\n${name}: stopping ${household.running.length || 'no'} processes …`);
        interrupt(128 + constants.signals[name]);
      } else {
        household.endAll();
        process.exit(128 + constants.signals[name]);
      }
    });
  }
  process.on('exit', () => household.endAll());
  process.exit(await outcome(work, household, interrupted));
}

async function outcome(work, household, interrupted) {
  try {
    const working = work(household);
    // When something else wins the race, what becomes of the work is of no interest.
    working.catch(() => {});
    return await Promise.race([working, interrupted, household.broken]);
  } catch (error) {
    say(error instanceof Trouble ? error.message : (error.stack ?? String(error)));
    return error instanceof Trouble ? error.exitCode : EXIT.trouble;
  } finally {
    await household.close();
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
