import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVICES } from '../build.mjs';
import { Dice } from './dice.mjs';
import { killsOf, planOf, SERVER_FAULTS } from './plan.mjs';

const TEN_MINUTES = 600_000;

test('the same seed gives the same plan, another seed another', () => {
  for (const plan of [planOf, killsOf]) {
    assert.deepEqual(plan(new Dice(1), TEN_MINUTES), plan(new Dice(1), TEN_MINUTES));
    assert.notDeepEqual(plan(new Dice(1), TEN_MINUTES), plan(new Dice(2), TEN_MINUTES));
  }
});

test('a longer plan begins as the shorter one', () => {
  const short = killsOf(new Dice(1), TEN_MINUTES);

  assert.deepEqual(killsOf(new Dice(1), 3 * TEN_MINUTES).slice(0, short.length), short);
});

for (const seed of [1, 2, 3, 4, 5]) {
  test(`ten minutes of seed ${seed} hold everything that can happen, until the end`, () => {
    const plan = planOf(new Dice(seed), TEN_MINUTES);
    const of = (what) => plan.filter((step) => step.what === what);

    assert.ok(of('pause').length > 4 && of('restart').length > 4);
    const ordered = new Set(of('fault').map(({ server, spec: { after, ...spec } }) => JSON.stringify({ server, spec })));
    assert.deepEqual(ordered, new Set(SERVER_FAULTS.map((fault) => JSON.stringify(fault))));
    assert.ok(plan.every(({ atMillis }, i) => atMillis < TEN_MINUTES && (i === 0 || atMillis >= plan[i - 1].atMillis)));
    assert.ok(plan.at(-1).atMillis > TEN_MINUTES - 10_000);
  });

  test(`seed ${seed} kills every service again and again, until the end`, () => {
    const kills = killsOf(new Dice(seed), TEN_MINUTES);

    const victims = kills.map(({ replica }) => replica);
    assert.ok(victims.length > 40, `${victims.length} kills`);
    SERVICES.forEach((name) => assert.ok(victims.filter((victim) => victim === name).length > 4, name));
    assert.ok(kills.at(-1).atMillis > TEN_MINUTES - 15_000);
    assert.ok(kills.some(({ spareYoung }) => spareYoung) && kills.some(({ spareYoung }) => !spareYoung));
  });
}

test('every kind of fault that a FHIR server knows is ordered', () => {
  const kinds = new Set(SERVER_FAULTS.map(({ spec }) => spec.kind));

  assert.deepEqual(
    [...kinds].sort(),
    [
      ...['concurrency', 'cut', 'delay', 'duplicate', 'empty', 'error', 'fail', 'hang', 'refuse', 'stuck', 'throttle'],
      'truncate',
    ],
  );
});
