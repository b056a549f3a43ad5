import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listed } from './invariants.mjs';

/** What in a text could be an id of the population, which are long. */
const TOKEN = /[A-Za-z0-9][A-Za-z0-9.-]{11,63}/g;

/**
 * Whether texts name resources or hold secrets.
 *
 * @param {Record<string, string>} texts by what they are
 * @param {Iterable<string>} keys type/id/version of the resources
 * @param {Record<string, string>} secrets by what they open
 * @returns {string[]} a line for each text and rule; the secrets themselves are not in it
 */
export function leaks(texts, keys, secrets = {}) {
  const ids = new Set([...keys].map((key) => key.split('/')[1]));
  return Object.entries(texts).flatMap(([name, text]) => {
    const tokens = new Set(text.match(TOKEN) ?? []);
    const named = [...tokens].filter((token) => ids.has(token));
    const told = Object.entries(secrets).filter(([, secret]) => text.includes(secret));
    return [...listed(`named in ${name}`, named), ...told.map(([what]) => `${name} holds the ${what}`)];
  });
}

/** The text of all tables and queues of an Azurite that was stopped, by file. */
export function stateTexts(data) {
  const files = readdirSync(data)
    .filter((name) => /^__azurite_db_(table|queue).*\.json$/.test(name))
    .map((name) => join(data, name));
  const messages = join(data, '__queuestorage__');
  const bodies = existsSync(messages) ? readdirSync(messages).map((name) => join(messages, name)) : [];
  return Object.fromEntries(
    [...files, ...bodies]
      .filter((file) => statSync(file).isFile())
      .map((file) => [file.slice(data.length + 1), readFileSync(file, 'utf8')]),
  );
}
