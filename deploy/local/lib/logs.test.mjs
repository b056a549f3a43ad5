import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lastLines, lastWords } from './logs.mjs';
import { temporaryFolder } from './testing.mjs';

function log(context, ...lines) {
  const file = join(temporaryFolder(context), 'x.log');
  writeFileSync(file, lines.join('\n'));
  return file;
}

test('the line that names a configuration key says most', (context) => {
  const file = log(
    context,
    '12:00 INFO  up',
    '\u001b[31m12:00 ERROR ferry.migration.id is Demo!, but must be lower case\u001b[0m',
    'java.lang.IllegalStateException: no',
    '\tat a.b.C.d(C.java:1)',
    '',
  );

  assert.equal(lastWords(file), '12:00 ERROR ferry.migration.id is Demo!, but must be lower case');
});

test('all that keeps a service from starting is shown, once each', (context) => {
  const one = 'ferry-copier cannot start: ferry.source.url (FERRY_SOURCE_URL) is missing: set it';
  const other = 'ferry-copier cannot start: ferry.migration.id (FERRY_MIGRATION_ID) is missing: set it';

  assert.equal(lastWords(log(context, 'ERROR ferry.x', one, other, one, 'bye')), `\n  ${one}\n  ${other}`);
});

test('an error says more than what comes after it', (context) => {
  assert.equal(
    lastWords(log(context, 'INFO a', 'ERROR: no memory', '\tat x.Error(Y.java)', 'bye')),
    'ERROR: no memory',
  );
});

test('of a structured line the message is shown', (context) => {
  const file = log(context, '{"level":"ERROR","message":"ferry.state.prefix is missing","loggerName":"x"}');

  assert.equal(lastWords(file), 'ERROR ferry.state.prefix is missing');
});

test('of an error its deepest cause is shown', (context) => {
  const file = log(
    context,
    'ERROR no start',
    '\tat x.Y(Z.java)',
    'Caused by: a.B: c',
    'Caused by: d.E: f is wrong',
    '\t... 9 more',
  );

  assert.equal(lastWords(file), 'Caused by: d.E: f is wrong');
});

test('the last line is better than nothing, and nothing is said as such', (context) => {
  assert.equal(lastWords(log(context, 'one', 'two', '')), 'two');
  assert.equal(lastWords(log(context, '')), 'it said nothing');
  assert.equal(lastWords('/no/such/file'), 'it said nothing');
});

test('a long line is cut', (context) => {
  assert.equal(lastWords(log(context, 'x'.repeat(2000))).length, 501);
});

test('of a long log only the end is read', (context) => {
  const file = log(context, 'ferry.too.early', ...Array.from({ length: 20_000 }, (_, i) => `line ${i}`));

  assert.equal(lastWords(file), 'line 19999');
  assert.equal(lastLines(file, 2), '\n  line 19998\n  line 19999');
});
