import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Display, drawing, Pace, plainLine, summarize } from './progress.mjs';

function status(changes = {}) {
  return {
    migration: 'demo',
    start: '2025-11-01T00:00:00Z',
    end: '2026-05-01T00:00:00Z',
    planned: '2026-05-01T00:00:00Z',
    watermark: '2025-12-01T00:00:00Z',
    finished: false,
    windows: {
      ...{ planned: 6, verified: 1, failed: 0, mismatched: 0 },
      states: { VERIFIED: 2, EXPORTED: 1, COPYING: 1, IMPORTING: 2, PLANNED: 1, SPLIT: 1 },
    },
    resources: { expected: 4000, exported: 3000, copied: 2000, imported: 1500, verified: 1500 },
    ...changes,
  };
}

test('windows are counted at the stage that has them or gets them next', () => {
  assert.deepEqual(Object.fromEntries(summarize(status(), 0).stages), {
    planned: 1,
    export: 0,
    copy: 2,
    import: 2,
    verify: 0,
    done: 1,
    mismatched: 0,
    failed: 0,
  });
});

test('each of the four stages is a quarter of the way', () => {
  assert.equal(summarize(status(), 0).share, 0.5);
});

test('the time left is known once everything is planned', () => {
  assert.equal(summarize(status(), 50).eta, '50 s');
  assert.equal(summarize(status({ planned: '2026-01-01T00:00:00Z' }), 50).eta, undefined);
  assert.equal(summarize(status({ end: null }), 50).eta, undefined);
  assert.equal(summarize(status(), 0).eta, undefined);
});

test('a line for a log says it all', () => {
  assert.equal(
    plainLine(status(), 50),
    'windows: planned 1, copy 2, import 2, done 1 · 1,500 of 4,000 resources · 50/s · 50 s left · ' +
      'watermark 2025-12-01T00:00:00Z',
  );
});

test('a census that found something is counted beside the windows', () => {
  const found = status({
    census: 'mismatched',
    windows: { planned: 7, verified: 1, failed: 0, mismatched: 6, states: { VERIFIED: 1, MISMATCHED: 7 } },
  });

  assert.match(plainLine(found, 0), /^windows: done 1, mismatched 6, census mismatched 1 · /);
  assert.match(drawing(found, 0, 200)[1], / mismatched 6 {2}census mismatched 1$/);
  assert.match(plainLine(status({ census: 'verified' }), 0), /^windows: planned 1, copy 2, import 2, done 1 · /);
});

test('before the first planning there is a line too', () => {
  const early = status({
    planned: null,
    watermark: null,
    windows: { planned: 0, verified: 0, failed: 0, mismatched: 0, states: {} },
    resources: { expected: 0, exported: 0, copied: 0, imported: 0, verified: 0 },
  });

  assert.equal(plainLine(early, 0), 'windows: none yet · 0 of 0+ resources · watermark none yet');
});

test('the drawing fits the terminal', () => {
  for (const columns of [40, 80, 200]) {
    drawing(status(), 123.4, columns).forEach((line) => assert.ok([...line].length < columns));
  }
  assert.match(drawing(status(), 0, 80)[0], /^█{12}░{12} 50 % {2}1,500 of 4,000 resources$/);
});

test('the pace is that of the last seconds', () => {
  const pace = new Pace();
  assert.equal(pace.rate, 0);
  pace.note(0, 0);
  assert.equal(pace.rate, 0);
  pace.note(0, 60_000);
  pace.note(1000, 70_000);
  pace.note(3000, 80_000);
  assert.equal(pace.rate, 150);
});

test('a terminal is drawn over, a log gets a line when something changed', () => {
  const written = (isTTY) => {
    const chunks = [];
    const display = new Display({ isTTY, columns: 80, write: (chunk) => chunks.push(chunk) });
    display.show(status(), 0);
    display.show(status(), 1_000);
    display.show(status({ watermark: '2026-01-01T00:00:00Z' }), 2_000);
    display.show(status({ watermark: '2026-01-01T00:00:00Z' }), 6_000);
    display.show(status({ watermark: '2026-01-01T00:00:00Z' }), 12_000);
    display.show(status({ watermark: '2026-01-01T00:00:00Z' }), 80_000);
    return chunks;
  };

  assert.equal(written(true).length, 6);
  assert.ok(written(true)[1].startsWith('\u001b[3A'));
  // At 0 s, at 6 s since the watermark rose, and at 80 s since a minute has passed.
  assert.equal(written(false).length, 3);
  assert.ok(written(false).every((line) => !line.includes('\u001b')));
});
