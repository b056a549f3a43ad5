import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Trouble } from './trouble.mjs';

/**
 * The file with the token that opens the services of a run: the user's own, or one in the run's folder, which is made
 * once with a random token that only the user can read.
 */
export function tokenFileOf(folder, env = process.env) {
  if (env.FERRY_API_TOKEN_FILE) {
    return env.FERRY_API_TOKEN_FILE;
  }
  const file = join(folder, 'api-token');
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  }
  return file;
}

/** The header that a request to a service needs. */
export function authorization(file) {
  try {
    return { authorization: `Bearer ${readFileSync(file, 'utf8').trim()}` };
  } catch (error) {
    throw new Trouble(`The token file ${file} cannot be read (${error.code}): set FERRY_API_TOKEN_FILE to another.`);
  }
}
