import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, compare, endings, falselyVerified, tiling, versionsOf } from './invariants.mjs';

const version = (id, versionId, day, text = 'x') =>
  JSON.stringify({ resourceType: 'Patient', id, meta: { versionId, lastUpdated: `2026-01-0${day}T00:00:00Z` }, text });
const dump = (...lines) => versionsOf(lines.map((line) => `${line}\n`).join(''));
const tile = (id, from, to, state = 'verified') => {
  return { id, kind: 'tile', state, since: `2026-01-0${from}T00:00:00Z`, till: `2026-01-0${to}T00:00:00Z` };
};

const SOURCE = dump(version('a', '1', 1), version('a', '2', 2), version('b', '1', 3));

test('two servers with the same versions are equal', () => {
  assert.deepEqual(compare(SOURCE, dump(version('b', '1', 3), version('a', '2', 2), version('a', '1', 1))), []);
});

test('what is lost, invented, there twice or changed is named', () => {
  const destination = dump(version('a', '1', 1), version('a', '1', 1), version('b', '1', 3, 'y'), version('c', '1', 3));

  assert.deepEqual(compare(SOURCE, destination), [
    '1 lost: Patient/a/2',
    '1 invented: Patient/c/1',
    '1 there twice: Patient/a/1',
    '1 changed on the way: Patient/b/1',
  ]);
});

test('one byte of white space is a change', () => {
  const spaced = version('b', '1', 3).replace('{"id', '{ "id').replace('"text":', '"text": ');

  assert.deepEqual(compare(dump(version('b', '1', 3)), dump(spaced)), ['1 changed on the way: Patient/b/1']);
});

test('a window is falsely verified when a version of its time is not there or different', () => {
  const windows = [tile('w1', 1, 2), tile('w2', 2, 3), tile('w3', 3, 4), tile('w4', 1, 4, 'importing')];
  const destination = dump(version('a', '1', 1), version('b', '1', 3, 'y'));

  assert.deepEqual(falselyVerified(windows, SOURCE, destination), [
    '1 not at the destination although window w2 is verified: Patient/a/2',
    '1 not at the destination although window w3 is verified: Patient/b/1',
  ]);
});

test('tiles side by side are right, split ones and other kinds do not count', () => {
  const windows = [
    tile('w1', 1, 3, 'split'),
    tile('w2', 2, 3),
    tile('w3', 1, 2),
    { ...tile('census', 1, 9), kind: 'census' },
  ];

  assert.deepEqual(tiling(windows, '2026-01-01T00:00:00Z', '2026-01-03T00:00:00.000Z'), []);
});

test('gaps, overlaps and a wrong end of the tiles are named', () => {
  const windows = [tile('w1', 1, 2), tile('w2', 3, 5), tile('w3', 4, 6)];

  assert.deepEqual(tiling(windows, '2026-01-01T00:00:00Z', '2026-01-09T00:00:00Z'), [
    'window w2 leaves a gap at 2026-01-02T00:00:00.000Z',
    'window w3 overlaps at 2026-01-05T00:00:00.000Z',
    'the windows end at 2026-01-06T00:00:00.000Z and not at 2026-01-09T00:00:00Z',
  ]);
});

test('a window ends verified, split, or failed with a reason', () => {
  const windows = [
    tile('w1', 1, 2),
    tile('w2', 1, 2, 'split'),
    { ...tile('w3', 1, 2, 'failed'), reason: 'the source said no' },
    tile('w4', 1, 2, 'failed'),
    tile('w5', 1, 2, 'copying'),
    tile('w6', 1, 2, 'mismatched'),
    { ...tile('w7', 1, 9, 'mismatched'), kind: 'census', outdated: true },
  ];

  assert.deepEqual(endings(windows), ['window w4 is failed', 'window w5 is copying', 'window w6 is mismatched']);
});

test('a window that has changed, come or gone is named', () => {
  const before = [{ ...tile('w1', 1, 2), attempt: 1 }, { ...tile('w2', 2, 3), attempt: 1 }];
  const after = [{ ...tile('w1', 1, 2), attempt: 1 }, { ...tile('w2', 2, 3, 'copying'), attempt: 2 }];

  assert.deepEqual(changed(before, before), []);
  assert.deepEqual(changed(before, after), [
    'window w2 was verified  1 and became copying  2 by messages that came again',
  ]);
  assert.deepEqual(changed(before, before.slice(1)), [
    'window w1 was verified  1 and became undefined by messages that came again',
  ]);
});
