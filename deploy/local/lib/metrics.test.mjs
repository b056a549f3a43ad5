import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medianHop } from './figures.mjs';
import { median, parseMetrics, sumBy } from './metrics.mjs';

const TEXT = `# HELP ferry_queue_polls_total Receive requests made
# TYPE ferry_queue_polls_total counter
ferry_queue_polls_total{queue="ferry-export",} 12.0
ferry_queue_polls_total{queue="ferry-copy"} 3
other_total 7.0 1395066363000
ferry_queue_polls_total{queue="ferry-export"} 1.0E1
odd{path="a\\"b",x="{}"} NaN
`;

test('samples are read with their labels', () => {
  const samples = parseMetrics(TEXT);

  assert.equal(samples.length, 5);
  assert.deepEqual(samples[0], { name: 'ferry_queue_polls_total', labels: { queue: 'ferry-export' }, value: 12 });
  assert.deepEqual(samples[4].labels, { path: 'a\\"b', x: '{}' });
});

test('samples of several services are summed', () => {
  assert.deepEqual(
    [...sumBy(parseMetrics(TEXT), 'ferry_queue_polls_total', 'queue')],
    [
      ['ferry-export', 22],
      ['ferry-copy', 3],
    ],
  );
});

test('the median lies in the bucket that the middle falls into', () => {
  const text = (queue, ...counts) =>
    ['0.1', '0.2', '+Inf'].map((le, i) => `hop_seconds_bucket{queue="${queue}",le="${le}"} ${counts[i]}`).join('\n');

  // 4 below 0.1, 4 more below 0.2, and 2 above: the fifth of ten is a quarter into the second bucket.
  const samples = parseMetrics(`${text('a', 1, 2, 3)}\n${text('b', 3, 6, 7)}`);

  assert.equal(median(samples, 'hop_seconds').toFixed(3), '0.125');
});

test('beyond the last bound the median is that bound', () => {
  assert.equal(median(parseMetrics('h_bucket{le="1.0"} 1\nh_bucket{le="+Inf"} 9\n'), 'h'), 1);
});

test('without records there is no median', () => {
  assert.equal(median(parseMetrics('h_bucket{le="1.0"} 0\nh_bucket{le="+Inf"} 0\n'), 'h'), undefined);
  assert.equal(medianHop(['']), 'nothing was measured');
});

test('the median hop is told in milliseconds', () => {
  const bucket = (le, count) => `ferry_stage_hop_seconds_bucket{queue="q",le="${le}"} ${count}`;

  assert.equal(medianHop([[bucket('0.004', 10), bucket('0.008', 20), bucket('+Inf', 20)].join('\n')]), '4 ms');
});
