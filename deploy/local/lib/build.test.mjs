import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { jarOf, stale } from './build.mjs';
import { temporaryFolder } from './testing.mjs';

const POPULATION = 'deploy/local/population';

function file(root, path, atSeconds) {
  const whole = join(root, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, '');
  utimesSync(whole, atSeconds, atSeconds);
}

function tree(context) {
  const root = temporaryFolder(context);
  for (const source of [
    'pom.xml',
    'common/src/main/A.java',
    'copier/src/main/B.java',
    `${POPULATION}/src/main/C.java`,
  ]) {
    file(root, source, 1_000);
  }
  for (const module of ['copier', POPULATION]) {
    file(root, jarOf(module, root).slice(root.length + 1), 2_000);
  }
  return root;
}

test('what is built and newer than its sources is left alone', (context) => {
  assert.deepEqual(stale(['copier', POPULATION], tree(context)), []);
});

test('what is not built is stale', (context) => {
  assert.deepEqual(stale(['exporter', 'copier'], tree(context)), ['exporter']);
});

test('a newer source of its own makes a module stale', (context) => {
  const root = tree(context);
  file(root, 'copier/src/main/New.java', 3_000);

  assert.deepEqual(stale(['copier', POPULATION], root), ['copier']);
});

test('common is a source of the services, but not of the tools', (context) => {
  const root = tree(context);
  file(root, 'common/src/main/New.java', 3_000);

  assert.deepEqual(stale(['copier', POPULATION], root), ['copier']);
});

test('tests and what was built are no sources', (context) => {
  const root = tree(context);
  file(root, 'copier/src/test/BTest.java', 3_000);
  file(root, 'copier/target/classes/B.class', 3_000);

  assert.deepEqual(stale(['copier'], root), []);
});
