import { parseMetrics, sumBy } from './metrics.mjs';

const TRANSACTIONS = 'ferry_storage_transactions_total';
const POLLS = 'ferry_queue_polls_total';
const IDLE_POLLS = 'ferry_queue_polls_idle_total';
const LOOKS = 'ferry_stage_looks_total';

/**
 * Storage transactions by what they were for, over scrapes of some services.
 *
 * A look whether a job is done is a message put back and received again: these two requests to the queue count as the
 * job's, where one receive that brings several messages counts for each of them by its share.
 *
 * @param {string[]} texts in the Prometheus text format
 * @returns {{windows: number, jobs: number, idle: number, upkeep: number, all: number}}
 */
export function transactionsOf(texts) {
  const samples = texts.flatMap(parseMetrics);
  const total = (name) => samples.filter((sample) => sample.name === name).reduce((sum, { value }) => sum + value, 0);
  const requests = samples.filter(({ name }) => name === TRANSACTIONS);
  const by = sumBy(requests, TRANSACTIONS, 'purpose');
  const queue = sumBy(
    requests.filter(({ labels }) => labels.service === 'queue'),
    TRANSACTIONS,
    'operation',
  );
  const operations = (...names) => names.reduce((sum, name) => sum + (queue.get(name) ?? 0), 0);

  const looks = total(LOOKS);
  const idle = total(IDLE_POLLS);
  const receives = Math.max(0, total(POLLS) - idle);
  const settled = operations('update', 'delete');
  const receivesOfLooks = settled === 0 ? 0 : receives * Math.min(1, looks / settled);
  const all = requests.reduce((sum, { value }) => sum + value, 0);
  const jobs = (by.get('job') ?? 0) + looks + receivesOfLooks;
  const windows = (by.get('window') ?? 0) + operations('send') + receives + settled - looks - receivesOfLooks;
  return { windows, jobs, idle, upkeep: all - windows - jobs - idle, all };
}

/**
 * One line on storage transactions, for people.
 *
 * @param {string[]} texts scrapes
 * @param {number} windows how many windows were moved
 */
export function transactionsLine(texts, windows) {
  const { windows: moving, jobs, idle, upkeep } = transactionsOf(texts);
  const each = (value) => Math.round(value / Math.max(1, windows));
  return (
    `Storage transactions per window: ${each(moving)}, and ${each(jobs)} to look at jobs` +
    ` · idle receives ${Math.round(idle)} · upkeep ${Math.round(upkeep)}`
  );
}
