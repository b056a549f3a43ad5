import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TABLE_FILE = '__azurite_db_table__.json';

/** What an account counts of each type, in the order in which a row holds it. */
const FIGURES = ['exported', 'copied', 'imported', 'duplicate', 'rejected', 'deferred', 'elsewhere'];

const CLOSED = new Set(['VERIFIED', 'ACCEPTED', 'MISMATCHED']);

/**
 * The rows of a migration, as they lie in the files of an Azurite that was stopped: no service of ours has a say in it.
 *
 * @param {string} data the folder of its data
 * @param {string} migration
 * @returns {{windows: object[], events: object[]}}
 */
export function ledgerIn(data, migration) {
  return ledgerOf(readFileSync(join(data, TABLE_FILE), 'utf8'), migration);
}

/** The rows of a migration in the text of Azurite's file of tables. */
export function ledgerOf(text, migration) {
  const rows = JSON.parse(text)
    .collections.filter(({ name }) => name.endsWith('$ferrymigration'))
    .flatMap(({ data }) => data)
    .filter(({ PartitionKey }) => PartitionKey === migration);
  const keyed = (prefix) => rows.filter(({ RowKey }) => RowKey.startsWith(`${prefix}!`));
  return {
    windows: keyed('window').map(({ RowKey, properties }) => ({ ...properties, id: RowKey.split('!')[1] })),
    events: keyed('event').map(({ RowKey, properties }) => {
      const [, window, number] = RowKey.split('!');
      return { ...properties, window, number: Number(number) };
    }),
  };
}

/**
 * Whether the account of each tile that was verified closes with nothing refused, and whether it counts at least what the
 * source has in the window.
 *
 * @param {object[]} windows rows
 * @param {Map<string, {millis: number}>} source versions by type/id/version
 */
export function accounts(windows, source) {
  return windows
    .filter(({ kind, state }) => kind === 'TILE' && CLOSED.has(state))
    .flatMap(({ id, state, since, till, account }) => {
      const counted = JSON.parse(account || '{}');
      const owned = countsBetween(source, Date.parse(since), Date.parse(till));
      const types = [...new Set([...Object.keys(counted), ...Object.keys(owned)])].sort();
      return types.flatMap((type) => broken({ id, state, type }, counted[type] ?? [], owned[type] ?? 0));
    });
}

function broken({ id, state, type }, figures, owned) {
  const [exported, copied, ...ends] = FIGURES.map((_, i) => figures[i] ?? 0);
  const sum = ends.reduce((a, b) => a + b, 0);
  const wrong = [];
  if (exported !== copied || exported !== sum) {
    const named = FIGURES.map((name, i) => `${name} ${figures[i] ?? 0}`).join(', ');
    wrong.push(`the account of window ${id} does not close for ${type}: ${named}`);
  }
  const open = (figures[FIGURES.indexOf('rejected')] ?? 0) + (figures[FIGURES.indexOf('deferred')] ?? 0);
  if (state === 'VERIFIED' && open > 0) {
    wrong.push(`window ${id} is verified with ${open} ${type} that were refused or deferred`);
  }
  // A server that writes lines twice has them counted twice, and the second ones end as duplicates.
  if (exported < owned || exported > 2 * owned) {
    wrong.push(`window ${id} counts ${exported} ${type} exported, and the source has ${owned} in it`);
  }
  return wrong;
}

function countsBetween(source, from, to) {
  const counts = {};
  for (const [key, { millis }] of source) {
    if (millis >= from && millis < to) {
      const type = key.split('/')[0];
      counts[type] = (counts[type] ?? 0) + 1;
    }
  }
  return counts;
}

/**
 * Whether the events of each window tell without a gap how it came to the state that it is in.
 *
 * @param {object[]} windows rows
 * @param {object[]} events rows
 */
export function histories(windows, events) {
  return windows.flatMap(({ id, state, transitions }) => {
    const told = events.filter(({ window }) => window === id).sort((a, b) => a.number - b.number);
    const gap = told.findIndex(({ number, from }, i) => number !== i + 1 || from !== (told[i - 1]?.to ?? ''));
    if (gap >= 0) {
      return [`the events of window ${id} have a gap before number ${told[gap].number}`];
    }
    if (told.at(-1)?.to !== state || told.length !== transitions + 1) {
      return [`the last event of window ${id} is not that it became ${state}`];
    }
    const leap = told.find(({ from, to }) => to === 'VERIFIED' && from !== 'VERIFYING');
    return leap ? [`window ${id} became verified from ${leap.from}`] : [];
  });
}
