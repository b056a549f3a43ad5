import { createHash } from 'node:crypto';

/** Names shown of those that break a rule; all are counted. */
const SHOWN = 5;

/**
 * Reads a dump of a FHIR server.
 *
 * @param {string} text NDJSON, each line a version
 * @returns {Map<string, {millis: number, digest: string, times: number}>} by type/id/version, with the digest of its bytes
 */
export function versionsOf(text) {
  const versions = new Map();
  for (const line of text.split('\n').filter(Boolean)) {
    const { resourceType, id, meta } = JSON.parse(line);
    const key = `${resourceType}/${id}/${meta.versionId}`;
    const known = versions.get(key);
    versions.set(key, {
      millis: Date.parse(meta.lastUpdated),
      digest: createHash('sha256').update(line).digest('base64'),
      times: (known?.times ?? 0) + 1,
    });
  }
  return versions;
}

/**
 * Whether two servers hold the same, version by version.
 *
 * @param {ReturnType<versionsOf>} source
 * @param {ReturnType<versionsOf>} destination
 * @returns {string[]} a line for each rule that is broken
 */
export function compare(source, destination) {
  return [
    ...listed('lost', [...source.keys()].filter((key) => !destination.has(key))),
    ...listed('invented', [...destination.keys()].filter((key) => !source.has(key))),
    ...listed('there twice', [...destination].filter(([, { times }]) => times > 1).map(([key]) => key)),
    ...listed(
      'changed on the way',
      [...source].filter(([key, { digest }]) => (destination.get(key)?.digest ?? digest) !== digest).map(([key]) => key),
    ),
  ];
}

/**
 * Whether windows called verified hold at the destination what the source has in them.
 *
 * @param {{id: string, since: string, till: string, kind: string, state: string}[]} windows
 */
export function falselyVerified(windows, source, destination) {
  return windows
    .filter(({ kind, state }) => kind === 'tile' && state === 'verified')
    .flatMap(({ id, since, till }) => {
      const [from, to] = [Date.parse(since), Date.parse(till)];
      const wrong = [...source].filter(
        ([key, { millis, digest }]) => millis >= from && millis < to && destination.get(key)?.digest !== digest,
      );
      return listed(`not at the destination although window ${id} is verified`, wrong.map(([key]) => key));
    });
}

/**
 * Whether the tiles that were not split lie side by side from the start to the end.
 *
 * @param {{id: string, since: string, till: string, kind: string, state: string}[]} windows
 * @param {string} start
 * @param {string} end
 */
export function tiling(windows, start, end) {
  const tiles = windows
    .filter(({ kind, state }) => kind === 'tile' && state !== 'split')
    .map(({ id, since, till }) => ({ id, since: Date.parse(since), till: Date.parse(till) }))
    .sort((a, b) => a.since - b.since);
  const wrong = [];
  let reached = Date.parse(start);
  for (const { id, since, till } of tiles) {
    if (since !== reached) {
      wrong.push(`window ${id} ${since > reached ? 'leaves a gap' : 'overlaps'} at ${new Date(reached).toISOString()}`);
    }
    reached = Math.max(reached, till);
  }
  if (reached !== Date.parse(end)) {
    wrong.push(`the windows end at ${new Date(reached).toISOString()} and not at ${end}`);
  }
  return wrong;
}

/** Whether each window has come to an end that says why, but for a census that another one stands for. */
export function endings(windows) {
  return windows
    .filter(({ outdated }) => !outdated)
    .filter(({ state, reason }) => !['verified', 'split'].includes(state) && !(state === 'failed' && reason))
    .map(({ id, state }) => `window ${id} is ${state}`);
}

/** Whether windows are as they were, although messages were repeated. */
export function changed(before, after) {
  const facts = (windows) =>
    new Map(windows.map(({ id, state, reason, attempt }) => [id, `${state} ${reason ?? ''} ${attempt}`]));
  const [was, is] = [facts(before), facts(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((id) => was.get(id) !== is.get(id))
    .map((id) => `window ${id} was ${was.get(id)} and became ${is.get(id)} by messages that came again`);
}

/** A line that names some of those that break a rule, and counts all; no line when there are none. */
export function listed(rule, keys) {
  if (keys.length === 0) {
    return [];
  }
  const shown = keys.slice(0, SHOWN).join(', ');
  return [`${keys.length} ${rule}: ${shown}${keys.length > SHOWN ? ', …' : ''}`];
}
