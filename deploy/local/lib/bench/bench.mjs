import { mkdirSync, rmSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { describeOptions, parseArguments } from '../arguments.mjs';
import { installAzurite } from '../azurite.mjs';
import { build, MODULES } from '../build.mjs';
import { takeFolder } from '../folders.mjs';
import { runCommand } from '../lifecycle.mjs';
import { RUNS } from '../paths.mjs';
import { EXIT, Trouble } from '../trouble.mjs';
import { importing } from './import.mjs';
import { importers } from './importers.mjs';
import { replicas } from './replicas.mjs';
import { state } from './state.mjs';
import { throttled } from './throttled.mjs';

const OPTIONS = {
  windows: { value: 'N', number: { least: 1 }, initial: 10_000, says: 'state: windows in the table' },
  looks: { value: 'N', number: { least: 1 }, initial: 10, says: 'state: how often each thing is measured' },
  resources: { value: 'N', number: { least: 400 }, initial: 6_000, says: 'import: resources that each way brings into HAPI' },
  sink: { value: 'N', number: { least: 1_000 }, initial: 100_000, says: 'import: resources for the sink' },
  throttled: { value: 'N', number: { least: 1_000 }, initial: 40_000, says: 'throttled: resources that each way brings' },
  folder: { value: 'FOLDER', says: 'logs and data; the default is .ferry/bench, emptied at the start' },
  help: { says: 'says this' },
};

const HELP = `usage: deploy/local/bench COMMAND [options]

  state      how long it takes to list, to plan and to look for lost messages in a table of many windows
  replicas   one, two and three replicas of every service with the same load: whether the result is the same, and the time
  importers  one, two and four importers with slices that do not depend on each other, at a destination that takes its
             time for each answer
  import     how fast resources get into a real HAPI by bundles, by a simple client and by HAPI's own import, and into a
             server that says yes at once
  throttled  how fast resources get into a server that takes 15 requests at once, by a client that was told so, and by one
             and three importers that were not

${describeOptions(OPTIONS)}

The figures are those of this machine. Exit code: 0 when all was measured, 1 for trouble, 2 bad usage.
`;

const COMMANDS = { state, replicas, importers, import: importing, throttled };

await runCommand(async (household) => {
  const [name, ...rest] = process.argv.slice(2);
  if (name === undefined || ['--help', '-h'].includes(name) || rest.includes('--help')) {
    process.stdout.write(HELP);
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new Trouble(`There is no command ${name}. --help lists them.`, EXIT.usage);
  }
  const options = parseArguments(rest, OPTIONS);
  const folder = resolve(options.folder ?? join(RUNS, 'bench'));
  takeFolder(folder);
  const own = join(folder, name);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own);
  await installAzurite(household, say);
  await build(Object.keys(MODULES), household, say);
  const before = loadavg()[0].toFixed(1);
  const table = await COMMANDS[name](household, own, options, say);
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${memory} GiB`;
  process.stdout.write(`\n${table}\n\nMachine: ${machine}; load average before: ${before}\n`);
  return EXIT.ok;
});

function say(line) {
  process.stderr.write(`${line}\n`);
}
