import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionsOf } from './invariants.mjs';
import { accounts, histories, ledgerOf } from './ledger.mjs';

const row = (RowKey, properties, PartitionKey = 'chaos') => ({ PartitionKey, RowKey, properties });
const window = (account, state = 'VERIFIED') => {
  const [since, till] = ['2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z'];
  return { id: 'w1', kind: 'TILE', state, since, till, account: JSON.stringify(account), transitions: 2 };
};
const SOURCE = versionsOf(
  [1, 2, 3]
    .map((day) => ({ resourceType: 'Patient', id: 'a', meta: { versionId: `${day}`, lastUpdated: `2026-01-0${day}` } }))
    .map((version) => `${JSON.stringify(version)}\n`)
    .join(''),
);
const event = (number, from, to) => ({ window: 'w1', number, from, to });

test('rows of another migration and of other tables are left out', () => {
  const data = [row('window!w1', { state: 'VERIFIED' }), row('event!w1!000000012', { to: 'VERIFIED' }), row('cursor', {})];
  const text = JSON.stringify({
    collections: [
      { name: 'account$ferrymigration', data: [...data, row('window!w2', {}, 'other')] },
      { name: 'account$ferryjob', data: [row('window!w3', {})] },
    ],
  });

  const { windows, events } = ledgerOf(text, 'chaos');

  assert.deepEqual(windows, [{ id: 'w1', state: 'VERIFIED' }]);
  assert.deepEqual(events, [{ window: 'w1', number: 12, to: 'VERIFIED' }]);
});

test('an account that closes and counts what the source has is right', () => {
  assert.deepEqual(accounts([window({ Patient: [2, 2, 1, 1, 0, 0, 0, 2] })], SOURCE), []);
});

test('an account that does not close is named', () => {
  assert.deepEqual(accounts([window({ Patient: [2, 2, 1, 0, 0, 0, 0, 2] })], SOURCE), [
    'the account of window w1 does not close for Patient: ' +
      'exported 2, copied 2, imported 1, duplicate 0, rejected 0, deferred 0, elsewhere 0',
  ]);
});

test('a window is not verified while lines of it were refused or deferred', () => {
  const counted = { Patient: [2, 2, 1, 0, 1] };

  assert.deepEqual(accounts([window(counted, 'MISMATCHED')], SOURCE), []);
  assert.deepEqual(accounts([window(counted)], SOURCE), [
    'window w1 is verified with 1 Patient that were refused or deferred',
  ]);
});

test('an account that knows less than the source is named, whichever type it forgot', () => {
  assert.deepEqual(accounts([window({ Group: [1, 1, 1] })], SOURCE), [
    'window w1 counts 1 Group exported, and the source has 0 in it',
    'window w1 counts 0 Patient exported, and the source has 2 in it',
  ]);
});

test('an account may know lines that the server wrote twice, and no others', () => {
  assert.deepEqual(accounts([window({ Patient: [4, 4, 2, 2] })], SOURCE), []);
  assert.deepEqual(accounts([window({ Patient: [5, 5, 2, 3] })], SOURCE), [
    'window w1 counts 5 Patient exported, and the source has 2 in it',
  ]);
});

test('a window on its way has no account to close', () => {
  assert.deepEqual(accounts([window({}, 'COPYING')], SOURCE), []);
});

test('events without a gap up to the present state are right', () => {
  const events = [event(3, 'VERIFYING', 'VERIFIED'), event(1, '', 'IMPORTED'), event(2, 'IMPORTED', 'VERIFYING')];

  assert.deepEqual(histories([window({})], events), []);
});

test('a missing event, a wrong end and a leap to verified are named', () => {
  const gap = [event(1, '', 'IMPORTED'), event(3, 'VERIFYING', 'VERIFIED')];
  const end = [event(1, '', 'IMPORTED'), event(2, 'IMPORTED', 'VERIFYING')];
  const leap = [event(1, '', 'COPIED'), event(2, 'COPIED', 'IMPORTED'), event(3, 'IMPORTED', 'VERIFIED')];

  assert.deepEqual(histories([window({})], gap), ['the events of window w1 have a gap before number 3']);
  assert.deepEqual(histories([window({})], end), ['the last event of window w1 is not that it became VERIFIED']);
  assert.deepEqual(histories([window({})], leap), ['window w1 became verified from IMPORTED']);
});
