import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, reportTable, verdictLine } from './report.mjs';
import { drawTable } from './table.mjs';
import { exitCodeOf } from './trouble.mjs';

const NONE = {
  source: 0,
  exported: 0,
  copied: 0,
  imported: 0,
  duplicate: 0,
  rejected: 0,
  deferred: 0,
  elsewhere: 0,
  verified: 0,
  missing: 0,
  different: 0,
  extra: 0,
};

test('a table is as wide as its cells', () => {
  assert.equal(
    drawTable(
      ['type', 'n'],
      [
        ['Patient', 1],
        ['É', 12345],
      ],
      ['all', 12346],
    ),
    [
      'type          n',
      '───────  ──────',
      'Patient       1',
      'É        12,345',
      '───────  ──────',
      'all      12,346',
    ].join('\n'),
  );
});

test('types are sorted and summed, and columns with nothing to say are left out', () => {
  const table = reportTable({
    types: [
      { ...NONE, type: 'Patient', source: 2, exported: 3, copied: 3, imported: 3, verified: 2 },
      { ...NONE, type: 'Claim', source: 1000, exported: 1001, copied: 1001, imported: 1001, verified: 1000 },
    ],
  });

  const lines = table.split('\n');
  assert.match(
    lines[0],
    /^type +at source +exported +copied +imported +rejected +verified +missing +different +extra$/,
  );
  assert.match(lines[2], /^Claim +1,000 +1,001 +1,001 +1,001 +0 +1,000 +0 +0 +0$/);
  assert.match(lines[3], /^Patient +2 /);
  assert.match(lines[5], /^all +1,002 +1,004 +1,004 +1,004 +0 +1,002 +0 +0 +0$/);
});

test('duplicate, deferred and elsewhere are shown where there are any', () => {
  const table = reportTable({ types: [{ ...NONE, type: 'Patient', elsewhere: 1, duplicate: 2 }] });

  assert.match(table.split('\n')[0], /imported +duplicate +elsewhere +rejected/);
  assert.doesNotMatch(table, /deferred/);
});

test('the verdict says what it stands on', () => {
  const report = {
    verdict: 'mismatched',
    watermark: '2026-01-01T00:00:00Z',
    windows: { planned: 7, verified: 5, failed: 0, mismatched: 2 },
    elapsedSeconds: 75,
  };

  assert.equal(
    verdictLine(report),
    'Verdict: MISMATCHED · 5 of 7 windows verified, 2 mismatched · watermark 2026-01-01T00:00:00Z · 1:15 min',
  );
});

test('durations are said as people say them', () => {
  assert.deepEqual([0, 59.4, 60, 3599, 3600, 100_000].map(duration), [
    '0 s',
    '59 s',
    '1:00 min',
    '59:59 min',
    '1:00:00 h',
    '27:46:40 h',
  ]);
});

test('each verdict has its exit code', () => {
  assert.deepEqual(
    ['verified', 'verified-with-exceptions', 'mismatched', 'failed', 'incomplete'].map(exitCodeOf),
    [0, 3, 4, 5, 6],
  );
  assert.throws(() => exitCodeOf('fine'), /does not know: fine/);
  assert.throws(() => exitCodeOf('toString'), /does not know/);
});
