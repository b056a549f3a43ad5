import { median, parseMetrics, sumBy } from './metrics.mjs';
import { pause } from './waiting.mjs';

const HOP = 'ferry_queue_hop_seconds';
const POLLS = 'ferry_queue_polls_total';
const MINUTE_MILLIS = 60_000;

/** After a minute without messages the pause between two polls of a queue is as long as it gets. */
const SETTLING_MILLIS = 65_000;

/** The median time of a message in a queue until its handler starts, over some scrapes, as text. */
export function medianHop(texts) {
  const seconds = median(texts.flatMap(parseMetrics), HOP);
  return seconds === undefined ? 'nothing was measured' : `${Math.round(seconds * 1000)} ms`;
}

/**
 * Waits for idleness, and counts the polls of a minute.
 *
 * @param {import('./world.mjs').World} world
 * @returns {Promise<[string, number][]>} by queue
 */
export async function idlePolls(world) {
  const { broken } = world.household;
  await pause(SETTLING_MILLIS, broken);
  const before = polls(await world.metrics());
  await pause(MINUTE_MILLIS, broken);
  const after = polls(await world.metrics());
  return [...after].map(([queue, count]) => [queue, Math.round(count - (before.get(queue) ?? 0))]);
}

function polls(text) {
  return sumBy(parseMetrics(text), POLLS, 'queue');
}
