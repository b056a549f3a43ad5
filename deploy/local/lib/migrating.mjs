import { writeFileSync } from 'node:fs';
import { conclusion, watch } from './pass.mjs';
import { transactionsLine } from './transactions.mjs';

/**
 * Moves what the FERRY_… variables of this process describe, until it has arrived.
 *
 * @param {import('./world.mjs').World} world with nothing started yet; all is left running
 * @param {object} options
 * @param {boolean} options.local whether Azurite keeps the state
 * @param {string} [options.report] file for the report
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the verdict
 */
export async function migrate(world, { local, report: file }, say) {
  const env = {};
  if (local) {
    await world.startAzurite();
    env.FERRY_STATE_CONNECTION_STRING = world.connectionString();
  }
  await world.startServices(env);
  say(`Running with logs in ${world.folder}; status: ${world.service('exporter').url}`);
  if (!process.env.FERRY_MIGRATION_END) {
    say('FERRY_MIGRATION_END is not set: the source is followed until Ctrl-C.');
  }
  const report = await watch(world, process.stdout);
  process.stdout.write(`\n${conclusion(report)}\n`);
  try {
    process.stdout.write(`\n${transactionsLine([await world.metrics()], report.windows.verified)}\n`);
  } catch (error) {
    // Figures are no reason to doubt a verdict.
    say(`The storage transactions are not known: ${error.message}`);
  }
  if (file) {
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  return report.verdict;
}
