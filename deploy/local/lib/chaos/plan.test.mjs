import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVICES } from '../build.mjs';
import { Dice } from './dice.mjs';
import { planOf, SERVER_FAULTS } from './plan.mjs';

const TEN_MINUTES = 600_000;

test('the same seed gives the same plan, another seed another', () => {
  assert.deepEqual(planOf(new Dice(1), TEN_MINUTES), planOf(new Dice(1), TEN_MINUTES));
  assert.notDeepEqual(planOf(new Dice(1), TEN_MINUTES), planOf(new Dice(2), TEN_MINUTES));
});

for (const seed of [1, 2, 3, 4, 5]) {
  test(`ten minutes of seed ${seed} hold everything that can happen, until the end`, () => {
    const plan = planOf(new Dice(seed), TEN_MINUTES);
    const of = (what) => plan.filter((step) => step.what === what);

    const victims = of('kill').map(({ replica }) => replica);
    assert.ok(victims.length > 40, `${victims.length} kills`);
    SERVICES.forEach((name) => assert.ok(victims.filter((victim) => victim === name).length > 4, name));
    assert.ok(of('pause').length > 4 && of('restart').length > 4);
    const ordered = new Set(of('fault').map(({ server, spec: { after, ...spec } }) => JSON.stringify({ server, spec })));
    assert.deepEqual(ordered, new Set(SERVER_FAULTS.map((fault) => JSON.stringify(fault))));
    assert.ok(plan.every(({ atMillis }, i) => atMillis < TEN_MINUTES && (i === 0 || atMillis >= plan[i - 1].atMillis)));
    assert.ok(plan.at(-1).atMillis > TEN_MINUTES - 10_000);
  });
}

test('every kind of fault that a FHIR server knows is ordered', () => {
  const kinds = new Set(SERVER_FAULTS.map(({ spec }) => spec.kind));

  assert.deepEqual(
    [...kinds].sort(),
    ['concurrency', 'cut', 'delay', 'duplicate', 'empty', 'error', 'fail', 'hang', 'stuck', 'throttle', 'truncate'],
  );
});
