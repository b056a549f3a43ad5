const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/**
 * Reads the Prometheus text format.
 *
 * @param {string} text
 * @returns {{name: string, labels: Record<string, string>, value: number}[]}
 */
export function parseMetrics(text) {
  const samples = [];
  for (const line of text.split('\n')) {
    const found = line.startsWith('#') ? null : SAMPLE.exec(line);
    if (found) {
      const labels = {};
      for (const [, name, value] of (found[2] ?? '').matchAll(LABEL)) {
        labels[name] = value;
      }
      samples.push({ name: found[1], labels, value: number(found[3]) });
    }
  }
  return samples;
}

/** Sums the samples of one name by one label. */
export function sumBy(samples, name, label) {
  const sums = new Map();
  for (const sample of samples) {
    if (sample.name === name && sample.labels[label] !== undefined) {
      sums.set(sample.labels[label], (sums.get(sample.labels[label]) ?? 0) + sample.value);
    }
  }
  return sums;
}

/**
 * The median of a histogram, over all its series together, interpolated within its bucket.
 *
 * @param {ReturnType<typeof parseMetrics>} samples
 * @param {string} name without `_bucket`
 * @returns {number | undefined} undefined when nothing was recorded or there are no buckets
 */
export function median(samples, name) {
  const buckets = [...sumBy(samples, `${name}_bucket`, 'le')]
    .map(([bound, count]) => ({ bound: number(bound), count }))
    .sort((a, b) => a.bound - b.bound);
  const half = (buckets.at(-1)?.count ?? 0) / 2;
  if (half === 0) {
    return undefined;
  }
  let before = { bound: 0, count: 0 };
  for (const bucket of buckets) {
    if (bucket.count >= half) {
      if (bucket.bound === Infinity) {
        return before.bound;
      }
      const share = (half - before.count) / (bucket.count - before.count);
      return before.bound + share * (bucket.bound - before.bound);
    }
    before = bucket;
  }
  return undefined;
}

function number(text) {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}
