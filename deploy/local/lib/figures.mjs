import { median, parseMetrics, sumBy } from './metrics.mjs';
import { pause } from './waiting.mjs';

const HOP = 'ferry_stage_hop_seconds';
const POLLS = 'ferry_queue_polls_total';
const COUNTING_MILLIS = 30_000;

/** After a minute without messages the pause between two polls of a queue is as long as it gets. */
const SETTLING_MILLIS = 65_000;

/** The median time from the end of a stage of a window until its next stage begins, over some scrapes, as text. */
export function medianHop(texts) {
  const seconds = median(texts.flatMap(parseMetrics), HOP);
  return seconds === undefined ? 'nothing was measured' : `${Math.round(seconds * 1000)} ms`;
}

/**
 * Waits for idleness, and counts the polls of half a minute.
 *
 * @param {import('./world.mjs').World} world
 * @returns {Promise<[string, number, number][]>} queue, polls, and in how many seconds
 */
export async function idlePolls(world) {
  const { broken } = world.household;
  await pause(SETTLING_MILLIS, broken);
  const begun = Date.now();
  const before = polls(await world.metrics());
  await pause(COUNTING_MILLIS, broken);
  const after = polls(await world.metrics());
  const seconds = Math.round((Date.now() - begun) / 1000);
  return [...after].map(([queue, count]) => [queue, Math.round(count - (before.get(queue) ?? 0)), seconds]);
}

function polls(text) {
  return sumBy(parseMetrics(text), POLLS, 'queue');
}
