import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dice } from './dice.mjs';

const throws = (dice, count) => Array.from({ length: count }, () => dice.between(1, 6));

test('the same seed gives the same throws, another seed others', () => {
  assert.deepEqual(throws(new Dice(7), 50), throws(new Dice(7), 50));
  assert.notDeepEqual(throws(new Dice(7), 50), throws(new Dice(8), 50));
});

test('dice of a purpose do not depend on how often others were thrown', () => {
  const worn = new Dice(7);
  throws(worn, 1_000);

  assert.deepEqual(throws(worn.of('kills'), 50), throws(new Dice(7).of('kills'), 50));
});

test('all faces come about as often', () => {
  const counts = Array(7).fill(0);
  throws(new Dice(3), 60_000).forEach((face) => counts[face]++);

  assert.equal(counts[0], 0);
  counts.slice(1).forEach((count) => assert.ok(count > 9_400 && count < 10_600, `${counts}`));
});

test('fates come as often as their odds, and what is left is none', () => {
  const dice = new Dice(4);
  const counts = {};
  for (let i = 0; i < 10_000; i++) {
    const fate = dice.fate({ often: 0.3, seldom: 0.1 });
    counts[fate] = (counts[fate] ?? 0) + 1;
  }

  assert.ok(counts.often > 2_800 && counts.often < 3_200, JSON.stringify(counts));
  assert.ok(counts.seldom > 880 && counts.seldom < 1_120, JSON.stringify(counts));
  assert.equal(counts.often + counts.seldom + counts.undefined, 10_000);
});

test('a shuffled list holds the same', () => {
  const list = [1, 2, 3, 4, 5, 6, 7, 8];

  assert.deepEqual(new Dice(5).shuffled(list).sort(), list);
  assert.deepEqual(list, [1, 2, 3, 4, 5, 6, 7, 8]);
});
