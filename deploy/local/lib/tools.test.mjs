import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { LOCAL } from './paths.mjs';
import { temporaryFolder } from './testing.mjs';

/** Calls a function of tools.sh on a machine that has only what the folder holds. */
function find(what, folder, env = {}) {
  const result = spawnSync('/bin/bash', ['-c', `. "${join(LOCAL, 'lib', 'tools.sh')}"; set -u; ferry_find_${what}`], {
    encoding: 'utf8',
    env: { HOME: join(folder, 'home'), FERRY_ROOT_DIR: folder, ...env, PATH: path(folder, env.PATH) },
  });
  return { found: result.stdout.trim(), said: result.stderr.trim(), code: result.status };
}

function executable(path, script = '#!/bin/sh\n') {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, script);
  chmodSync(path, 0o755);
}

function jdk(home, version) {
  executable(join(home, 'bin', 'java'));
  executable(join(home, 'bin', 'javac'));
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`);
  return home;
}

/** A PATH with what tools.sh itself needs and nothing else, behind a folder of the test's own. */
function path(folder, first = join(folder, 'nothing')) {
  const bin = join(folder, 'needed');
  mkdirSync(bin);
  for (const tool of ['grep', 'head', 'readlink', 'sed', 'sh', 'sort']) {
    const where = ['/usr/bin', '/bin'].find((place) => existsSync(join(place, tool)));
    symlinkSync(join(where, tool), join(bin, tool));
  }
  return `${first}:${bin}`;
}

test('JAVA_HOME is taken first', (context) => {
  const folder = temporaryFolder(context);
  const home = jdk(join(folder, 'mine'), '25.0.1');
  const onPath = jdk(join(folder, 'other'), '25.0.2');
  jdk(join(folder, 'usr/lib/jvm/third'), '25');

  assert.equal(find('jdk', folder, { PATH: join(onPath, 'bin'), JAVA_HOME: home }).found, home);
});

test('a JAVA_HOME of another release gives way to the PATH', (context) => {
  const folder = temporaryFolder(context);
  const home = jdk(join(folder, 'mine'), '21.0.4');
  const onPath = jdk(join(folder, 'other'), '25');
  jdk(join(folder, 'usr/lib/jvm/third'), '25');

  assert.equal(find('jdk', folder, { PATH: join(onPath, 'bin'), JAVA_HOME: home }).found, onPath);
});

test('the usual places come last, and only a JDK 25 will do', (context) => {
  const folder = temporaryFolder(context);
  for (const [place, version] of [
    ['usr/lib/jvm/java-26', '26'],
    ['usr/lib/jvm/java-17', '17.0.9'],
    ['usr/lib/jvm/java-250', '250'],
    ['home/.sdkman/candidates/java/25.0.1-tem', '25.0.1'],
  ]) {
    jdk(join(folder, place), version);
  }
  // A runtime without a compiler builds nothing.
  const runtime = jdk(join(folder, 'usr/lib/jvm/java-25-jre'), '25');
  chmodSync(join(runtime, 'bin', 'javac'), 0o644);

  assert.equal(find('jdk', folder).found, join(folder, 'home/.sdkman/candidates/java/25.0.1-tem'));
});

test('a missing JDK is told in one line with what to do', (context) => {
  const { said, code } = find('jdk', temporaryFolder(context), { JAVA_HOME: '/nowhere' });

  assert.notEqual(code, 0);
  assert.match(said, /^fhir-ferry needs a JDK 25, .* JAVA_HOME .*: install one .*$/);
});

test('an old Node.js on the PATH gives way to a newer one elsewhere', (context) => {
  const folder = temporaryFolder(context);
  executable(join(folder, 'old/node'), '#!/bin/sh\necho v18.19.0\n');
  executable(join(folder, 'home/.nvm/versions/node/v20.11.1/bin/node'), '#!/bin/sh\necho v20.11.1\n');
  executable(join(folder, 'home/.nvm/versions/node/v16.0.0/bin/node'), '#!/bin/sh\necho v16.0.0\n');

  assert.equal(
    find('node', folder, { PATH: join(folder, 'old') }).found,
    join(folder, 'home/.nvm/versions/node/v20.11.1/bin/node'),
  );
});

for (const [version, fits] of [
  ['3.8.5', false],
  ['3.8.6', true],
  ['3.9.11', true],
  ['3.10.0', true],
  ['4.0.0', true],
]) {
  test(`Maven ${version} is ${fits ? 'taken' : 'too old'}`, (context) => {
    const folder = temporaryFolder(context);
    executable(
      join(folder, 'm/bin/mvn'),
      `#!/bin/sh\nprintf '\\033[1mApache Maven ${version} (abc)\\033[m\\nJava 25\\n'\n`,
    );

    const { found, said } = find('maven', folder, { MAVEN_HOME: join(folder, 'm') });

    assert.equal(found === join(folder, 'm/bin/mvn'), fits);
    assert.equal(/needs Maven 3.8.6 or later/.test(said), !fits);
  });
}
