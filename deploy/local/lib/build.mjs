import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LOCAL, ROOT } from './paths.mjs';
import { Trouble } from './trouble.mjs';

const QUARKUS_JAR = 'target/quarkus-app/quarkus-run.jar';

/** What can be run, by Maven module. */
export const MODULES = Object.freeze({
  exporter: QUARKUS_JAR,
  copier: QUARKUS_JAR,
  importer: QUARKUS_JAR,
  verifier: QUARKUS_JAR,
  'deploy/local/fhir-emulator': QUARKUS_JAR,
  'deploy/local/population': 'target/ferry-local-population-1.0.0-SNAPSHOT.jar',
  'deploy/local/hapi-server': 'target/ferry-hapi-server-1.0.0-SNAPSHOT.jar',
});

/** The services, in the order of the stages. */
export const SERVICES = Object.freeze(['exporter', 'copier', 'importer', 'verifier']);

/** The file that runs a module. */
export function jarOf(module, root = ROOT) {
  return join(root, module, MODULES[module]);
}

/**
 * Those of some modules whose file is missing or older than a source that it is made of.
 *
 * @param {string[]} modules
 * @param {string} root of the repository
 */
export function stale(modules, root = ROOT) {
  const shared = newest(join(root, 'common'), join(root, 'pom.xml'));
  return modules.filter((module) => {
    const jar = jarOf(module, root);
    // The tools of deploy/local stand alone, the services are made of common too.
    const sources = Math.max(newest(join(root, module)), module.startsWith('deploy/') ? 0 : shared);
    return !existsSync(jar) || statSync(jar).mtimeMs < sources;
  });
}

/**
 * Builds what is not built.
 *
 * @param {string[]} modules
 * @param {import('./household.mjs').Household} household
 * @param {(line: string) => void} say
 */
export async function build(modules, household, say) {
  const missing = stale(modules);
  if (missing.length === 0) {
    return;
  }
  say(`Building ${missing.join(', ')} (some minutes on a new machine) …`);
  const begun = Date.now();
  await maven(household, '-q', 'package', '-DskipTests', '-pl', missing.join(','), '-am');
  // Maven leaves a jar alone whose content did not change, which would then count as stale for ever.
  missing.forEach((module) => utimesSync(jarOf(module), new Date(), new Date()));
  say(`Built in ${Math.round((Date.now() - begun) / 1000)} s.`);
}

/**
 * Runs Maven in the root of the repository; its output is ours.
 *
 * @param {import('./household.mjs').Household} household
 * @param {...string} args
 */
export async function maven(household, ...args) {
  const env = {
    ...process.env,
    // Maven 3.8 uses what JDK 25 warns about, at length.
    MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} --sun-misc-unsafe-memory-access=allow`.trim(),
  };
  await household.run('Maven', await findMaven(), ['-B', ...args], { cwd: ROOT, env });
}

/** The path of a Maven that is new enough. */
async function findMaven() {
  try {
    const found = await promisify(execFile)('bash', ['-c', '. "$0"; ferry_find_maven', join(LOCAL, 'lib', 'tools.sh')]);
    return found.stdout.trim();
  } catch (error) {
    throw new Trouble(error.stderr?.trim() || error.message);
  }
}

/** When the newest source below some folders was changed; tests and what was built do not count. */
function newest(...paths) {
  let time = 0;
  for (const path of paths.filter(existsSync)) {
    const stat = statSync(path);
    if (!stat.isDirectory()) {
      time = Math.max(time, stat.mtimeMs);
      continue;
    }
    for (const entry of readdirSync(path)) {
      if (!['target', 'node_modules', 'test'].includes(entry) && !entry.startsWith('.')) {
        time = Math.max(time, newest(join(path, entry)));
      }
    }
  }
  return time;
}
