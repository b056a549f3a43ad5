import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** The folder of the local tooling. */
export const LOCAL = join(ROOT, 'deploy', 'local');

/** Where runs keep their logs and their data, unless they are told another place. */
export const RUNS = join(ROOT, '.ferry');
