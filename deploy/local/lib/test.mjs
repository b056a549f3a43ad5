import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeOptions, parseArguments } from './arguments.mjs';
import { installAzurite } from './azurite.mjs';
import { maven } from './build.mjs';
import { runCommand } from './lifecycle.mjs';
import { LOCAL, ROOT } from './paths.mjs';
import { duration } from './report.mjs';
import { EXIT, Trouble } from './trouble.mjs';

const OPTIONS = {
  outage: { value: 'SECONDS', number: { least: 5 }, initial: 20, says: 'how long the storage stays away in its test' },
  only: { value: 'STEP', says: 'runs one step: azurite, maven or node' },
  help: { says: 'says this' },
};

const HELP = `usage: deploy/local/test [options]

Runs every test, and builds what they need: the locked Azurite (npm ci), the Java modules (mvn verify), and the local
commands with the end-to-end tests (node --test). Stops at the first step that fails.

${describeOptions(OPTIONS)}

Exit code: 0 when all passed, 1 otherwise, 2 bad usage.
`;

const STEPS = {
  azurite: (household) => installAzurite(household, say),
  maven: (household) => maven(household, '-ntp', 'verify'),
  node: (household, { outage }) =>
    household.run('node --test', process.execPath, ['--test', '--test-concurrency=1', ...testFiles()], {
      cwd: ROOT,
      env: { ...process.env, OUTAGE_SECONDS: String(outage) },
    }),
};

await runCommand(async (household) => {
  const options = parseArguments(process.argv.slice(2), OPTIONS);
  if (options.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  if (options.only && !Object.hasOwn(STEPS, options.only)) {
    throw new Trouble(`--only must be one of ${Object.keys(STEPS).join(', ')}, but is ${options.only}.`, EXIT.usage);
  }
  for (const step of options.only ? [options.only] : Object.keys(STEPS)) {
    const begun = Date.now();
    say(`── ${step}`);
    try {
      await STEPS[step](household, options);
    } catch (error) {
      throw new Trouble(`FAILED in step ${step} after ${seconds(begun)}. ${error.message}`);
    }
    say(`── ${step} passed in ${seconds(begun)}`);
  }
  say('All tests passed.');
  return EXIT.ok;
});

function testFiles() {
  return ['lib', join('lib', 'bench'), join('lib', 'chaos'), 'e2e'].flatMap((folder) =>
    readdirSync(join(LOCAL, folder))
      .filter((name) => name.endsWith('.test.mjs'))
      .sort()
      .map((name) => join(LOCAL, folder, name)),
  );
}

function seconds(begun) {
  return duration((Date.now() - begun) / 1000);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
