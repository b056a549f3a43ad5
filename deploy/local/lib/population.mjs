import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jarOf } from './build.mjs';
import { WINDOW } from './demoworld.mjs';
import { duration } from './report.mjs';

/**
 * Generates a population.
 *
 * @param {import('./household.mjs').Household} household
 * @param {string} folder gets the files, in a folder `population`
 * @param {{patients: number, newcomers?: number, seed: number, from: string, to: string, till: string,
 *     deletions?: 'all' | 'intact' | 'none'}} what
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
      ...['--deletions', what.deletions ?? 'all'],
    ],
    { cwd: folder, log: join(folder, 'population.log') },
  );
  say(`Generated in ${duration((Date.now() - begun) / 1000)}.`);
  return { population: join(out, 'population.ndjson'), changes: join(out, 'changes.ndjson') };
}

/**
 * The newest version of each resource of a file that was not deleted, without its `meta`; each points only at earlier ones.
 *
 * @param {string} file of versions, as {@link generate} writes it
 * @returns {any[]}
 */
export function currentResources(file) {
  const newest = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const { meta, ...resource } = JSON.parse(line);
    const key = `${resource.resourceType}/${resource.id}`;
    if (meta.extension) {
      newest.delete(key);
    } else {
      newest.set(key, resource);
    }
  }
  return [...newest.values()];
}
