import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const LOCAL = join(ROOT, 'deploy', 'local');

/** Where each test class stands, by its name. */
const CLASSES = new Map(
  [ROOT, LOCAL]
    .flatMap((folder) => readdirSync(folder).map((module) => join(folder, module, 'src', 'test', 'java')))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
    .filter((path) => path.endsWith('.java'))
    .map((path) => [basename(path, '.java'), path]),
);

for (const page of ['parity.md', 'reliability.md']) {
  test(`each test that ${page} names is there`, () => {
    const tests = named(readFileSync(join(ROOT, 'docs', page), 'utf8'));

    assert.ok(tests.length > 30, `only ${tests.length} names were found`);
    assert.deepEqual(
      tests.filter((name) => !isThere(name)),
      [],
    );
  });
}

/** What stands between backquotes and looks like a test: of Node, a class, or one of its methods. */
function named(text) {
  return [...text.matchAll(/`(e2e\/[\w.-]+\.mjs|[A-Z]\w+(?:Test|IT)(?:\.\w+)?)`/g)].map(([, name]) => name);
}

function isThere(name) {
  if (name.startsWith('e2e/')) {
    return existsSync(join(LOCAL, name));
  }
  const [type, method] = name.split('.');
  const path = CLASSES.get(type);
  return path !== undefined && (method === undefined || readFileSync(path, 'utf8').includes(` ${method}(`));
}
