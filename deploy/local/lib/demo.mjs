import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeOptions, parseArguments } from './arguments.mjs';
import { installAzurite } from './azurite.mjs';
import { build, MODULES } from './build.mjs';
import { calendar, demoEnvironment, startServers, startServersWithHapi } from './demoworld.mjs';
import { idlePolls, medianHop } from './figures.mjs';
import { keep, takeFolder } from './folders.mjs';
import { HAPI } from './hapi.mjs';
import { DESTINATIONS, journey, MODES } from './journey.mjs';
import { runCommand } from './lifecycle.mjs';
import { conclusion, watch } from './pass.mjs';
import { RUNS } from './paths.mjs';
import { generate } from './population.mjs';
import { duration } from './report.mjs';
import { drawTable } from './table.mjs';
import { EXIT, exitCodeOf } from './trouble.mjs';
import { transactionsLine } from './transactions.mjs';
import { World } from './world.mjs';

const OPTIONS = {
  destination: {
    value: 'SERVER',
    oneOf: DESTINATIONS,
    initial: 'azure',
    says: 'azure: an emulated FHIR service; hapi: a real HAPI server',
  },
  mode: { value: 'MODE', oneOf: MODES, says: 'import: by its $import; bundle: by bundles; the default is bundle for hapi' },
  patients: {
    value: 'N',
    number: { least: 1 },
    says: "patients at the source in the first pass; the default is 48, but 6 for HAPI's $import, which is slow",
  },
  seed: { value: 'N', number: { least: 0 }, initial: 1, says: 'another seed, another population' },
  quick: { says: 'ends without watching the idle queues, which takes a minute and a half' },
  report: { value: 'FILE', says: 'writes the last report there, as JSON' },
  folder: { value: 'FOLDER', says: 'logs and data; the default is .ferry/demo, emptied at the start' },
  keep: { says: 'leaves everything running at the end' },
  help: { says: 'says this' },
};

const HELP = `usage: deploy/local/demo [options]

Generates half a year in the life of a clinic, loads it into an emulated Azure API for FHIR, and moves it to an emulated
Azure Health Data Services FHIR service, window by window, with history and deletes. Then the source changes, and a
second pass brings what is new. Each pass ends with a table of what was moved and a verdict. Needs no network once
everything is built. With --destination hapi it goes to a real HAPI server instead, which is built and started too.

${describeOptions(OPTIONS)}

Exit code: 0 when both passes are verified, otherwise the code of the verdict: 3 verified with exceptions,
4 mismatched, 5 failed, 6 incomplete; 1 for trouble of the demo itself, 2 bad usage.
`;

await runCommand(async (household) => {
  const options = parseArguments(process.argv.slice(2), OPTIONS);
  if (options.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const begun = Date.now();
  const way = journey(options.destination, options.mode);
  const folder = resolve(options.folder ?? join(RUNS, 'demo'));
  takeFolder(folder);
  emptyOfEarlier(folder);
  await installAzurite(household, say);
  await build(modules(way), household, say);

  const dates = calendar(new Date());
  const world = new World(household, folder);
  const { deletions, referentialIntegrity } = way;
  const patients = options.patients ?? way.patients;
  const [files] = await Promise.all([
    generate(household, folder, { ...dates, patients, seed: options.seed, deletions }, say),
    way.destination === 'hapi'
      ? startServersWithHapi(world, 'destination', { referentialIntegrity })
      : startServers(world),
  ]);
  say('The demo sets ferry.migration.lag to PT0S, since nobody else writes to its source, and shortens all pauses.');
  if (way.remark) {
    say(way.remark);
  }

  const reports = [];
  const metrics = [];
  for (const pass of [
    { title: `First pass: ${dates.from} to ${dates.to}`, file: files.population, end: dates.to },
    { title: `Second pass: what changed until ${dates.till}`, file: files.changes, end: dates.till },
  ]) {
    say(`\n${pass.title}`);
    await world.emulator('source').load(pass.file);
    await world.startServices({ ...demoEnvironment(world, { start: dates.from, end: pass.end }), ...way.env });
    const report = await watch(world, process.stdout);
    process.stdout.write(`\n${conclusion(report)}\n`);
    reports.push(report);
    metrics.push(await world.metrics());
    if (report.verdict !== 'verified') {
      break;
    }
    if (pass.end !== dates.till) {
      await world.stopServices();
    }
  }
  const report = reports.at(-1);
  if (options.report) {
    writeFileSync(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  process.stdout.write(`\nMedian hop from stage to stage: ${medianHop(metrics)}\n`);
  process.stdout.write(`${transactionsLine(metrics, report.windows.verified)}\n`);
  if (!options.quick && report.verdict === 'verified') {
    await idleCheck(world);
  }
  say(`The demo took ${duration((Date.now() - begun) / 1000)}. Logs: ${folder}`);
  if (options.keep) {
    keep(folder, household.running);
    household.release();
    say(`Everything is left running. To stop it: deploy/local/run --stop --folder ${folder}`);
  }
  return exitCodeOf(report.verdict);
});

async function idleCheck(world) {
  say('Waiting for a minute of idleness, and watching the queues for half a minute more …');
  const polls = await idlePolls(world);
  process.stdout.write(`\n${drawTable(['idle queue', 'polls', 'in seconds'], polls)}\n`);
}

/** What the demo runs. HAPI takes its time to be built, so only when it is asked for. */
function modules({ destination }) {
  return Object.keys(MODULES).filter((module) => module !== HAPI || destination === 'hapi');
}

/** Only what an earlier demo has left there: the folder may be the user's own. */
function emptyOfEarlier(folder) {
  for (const name of [
    'azurite',
    'population',
    'source.log',
    'destination.log',
    'exporter.log',
    'copier.log',
    'importer.log',
    'verifier.log',
  ]) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
