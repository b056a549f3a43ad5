import { join } from 'node:path';
import { jarOf } from './build.mjs';
import { WINDOW } from './demoworld.mjs';
import { duration } from './report.mjs';

/**
 * Generates a population.
 *
 * @param {import('./household.mjs').Household} household
 * @param {string} folder gets the files, in a folder `population`
 * @param {{patients: number, newcomers?: number, seed: number, from: string, to: string, till: string}} what
 * @param {(line: string) => void} say
 * @returns {Promise<{population: string, changes: string}>} the files: versions up to `to`, and from there up to `till`
 */
export async function generate(household, folder, what, say) {
  const begun = Date.now();
  say(`Generating ${what.patients} patients …`);
  const out = join(folder, 'population');
  const newcomers = what.newcomers ?? Math.max(1, Math.round(what.patients / 12));
  await household.run(
    'The generator',
    join(process.env.JAVA_HOME ?? '', 'bin', 'java'),
    [
      ...['-Xmx384m', '-jar', jarOf('deploy/local/population'), '--out', out, '--boundary', WINDOW],
      ...['--patients', String(what.patients), '--newcomers', String(newcomers), '--seed', String(what.seed)],
      ...['--from', what.from, '--to', what.to, '--till', what.till],
    ],
    { cwd: folder, log: join(folder, 'population.log') },
  );
  say(`Generated in ${duration((Date.now() - begun) / 1000)}.`);
  return { population: join(out, 'population.ndjson'), changes: join(out, 'changes.ndjson') };
}
