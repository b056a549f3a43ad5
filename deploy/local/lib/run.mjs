import { join, resolve } from 'node:path';
import { describeOptions, parseArguments } from './arguments.mjs';
import { installAzurite } from './azurite.mjs';
import { build, SERVICES } from './build.mjs';
import { keep, stopKept, takeFolder } from './folders.mjs';
import { runCommand } from './lifecycle.mjs';
import { migrate } from './migrating.mjs';
import { RUNS } from './paths.mjs';
import { EXIT, exitCodeOf } from './trouble.mjs';
import { World } from './world.mjs';

const OPTIONS = {
  report: { value: 'FILE', says: 'writes the report there, as JSON' },
  folder: { value: 'FOLDER', says: 'logs, and the state when it is local; the default is .ferry/<migration id>' },
  keep: { says: 'leaves everything running at the end' },
  stop: { says: 'stops what an earlier --keep left running in the folder, and does nothing else' },
  help: { says: 'says this' },
};

const HELP = `usage: deploy/local/run [options]

Moves what the FERRY_… variables describe, with the four services as processes of this machine, until the migration
has arrived at FERRY_MIGRATION_END. Without an end it follows the source until it is stopped. What is not built is built
first. The state is kept by a local Azurite in the folder, unless FERRY_STATE_CONNECTION_STRING or
FERRY_STATE_BLOB_ENDPOINT names a storage account; the next run in the folder goes on where this one ended.

${describeOptions(OPTIONS)}

Exit code: 0 verified, 3 verified with exceptions, 4 mismatched, 5 failed, 6 incomplete, 1 trouble of the run itself,
2 bad usage. Each service has a heap of 128 MB; JAVA_TOOL_OPTIONS is added to what each JVM is told.
`;

await runCommand(async (household) => {
  const options = parseArguments(process.argv.slice(2), OPTIONS);
  if (options.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const folder = resolve(options.folder ?? join(RUNS, process.env.FERRY_MIGRATION_ID || 'run'));
  if (options.stop) {
    const stopped = await stopKept(folder);
    say(stopped.length === 0 ? `Nothing runs in ${folder}.` : `Stopped ${stopped.join(', ')}.`);
    return EXIT.ok;
  }
  takeFolder(folder);
  const local = !Object.keys(process.env).some((key) => /^FERRY_STATE_.*(CONNECTION_STRING|ENDPOINT)$/.test(key));
  if (local) {
    await installAzurite(household, say);
  }
  await build(SERVICES, household, say);

  const world = new World(household, folder);
  const verdict = await migrate(world, { local, ...options }, say);
  if (options.keep) {
    keep(folder, household.running);
    household.release();
    say(`Everything is left running. To stop it: deploy/local/run --stop --folder ${folder}`);
  }
  return exitCodeOf(verdict);
});

function say(line) {
  process.stderr.write(`${line}\n`);
}
