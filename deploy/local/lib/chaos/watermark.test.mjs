import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WatermarkWatch } from './watermark.mjs';

const tile = (id, day, state) => ({ id, kind: 'tile', state, since: `2026-01-0${day}T00:00:00Z` });

test('a watermark that grows over verified windows is right', () => {
  const watch = new WatermarkWatch();

  assert.deepEqual(watch.look(undefined, []), []);
  assert.deepEqual(watch.look('2026-01-02T00:00:00Z', [tile('a', 1, 'verified'), tile('b', 2, 'copying')]), []);
  assert.deepEqual(watch.look('2026-01-03T00:00:00Z', [tile('a', 1, 'verified'), tile('b', 2, 'split')]), []);
});

test('a watermark that goes back is named', () => {
  const watch = new WatermarkWatch();
  watch.look('2026-01-03T00:00:00Z', []);

  const wrong = ['the watermark went back from 2026-01-03T00:00:00.000Z to 2026-01-02T00:00:00.000Z'];
  assert.deepEqual(watch.look('2026-01-02T00:00:00Z', []), wrong);
});

test('a watermark beyond a window that is not settled is named', () => {
  const windows = [tile('a', 1, 'failed'), tile('b', 2, 'verified')];

  const wrong = ['the watermark 2026-01-03T00:00:00.000Z passed over window a, which is failed'];
  assert.deepEqual(new WatermarkWatch().look('2026-01-03T00:00:00Z', windows), wrong);
});
