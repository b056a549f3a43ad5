import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce, factor, middle, seconds } from './figures.mjs';

test('the middle is that of the sorted numbers', () => {
  assert.equal(middle([3, 100, 1]), 3);
  assert.equal(middle([4, 1, 2, 3]), 2.5);
});

test('seconds have two digits', () => {
  assert.equal(seconds(1.234), '1.23 s');
});

test('factors have two digits', () => {
  assert.equal(factor(2.345678), '2.35 ×');
});

test('never more tasks run than are allowed, and all of them do', async () => {
  let running = 0;
  let most = 0;
  let done = 0;
  const task = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    done++;
  };

  await atOnce(3, Array.from({ length: 10 }, () => task));

  assert.equal(done, 10);
  assert.equal(most, 3);
});
