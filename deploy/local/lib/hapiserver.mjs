import { join, resolve } from 'node:path';
import { describeOptions, parseArguments } from './arguments.mjs';
import { build } from './build.mjs';
import { CLIENT_IDS, HAPI, HapiServer } from './hapi.mjs';
import { runCommand } from './lifecycle.mjs';
import { RUNS } from './paths.mjs';
import { isFree } from './ports.mjs';
import { EXIT, Trouble } from './trouble.mjs';
import { World } from './world.mjs';

const OPTIONS = {
  port: { value: 'N', number: { least: 1 }, initial: 8088, says: 'where it listens, on the loopback address' },
  'client-ids': {
    value: 'STRATEGY',
    oneOf: CLIENT_IDS,
    initial: 'alphanumeric',
    says: 'any: clients may choose ids that are numbers',
  },
  'no-referential-integrity': { says: 'takes references to what is not there' },
  database: { value: 'FILE', says: 'keeps the data there; in memory without it' },
  folder: { value: 'FOLDER', says: 'for the log; the default is .ferry/hapi' },
  help: { says: 'says this' },
};

const HELP = `usage: deploy/local/hapi-server/start [options]

Runs a HAPI FHIR server (JPA, R4, H2) in the foreground until Ctrl-C, with bulk export and bulk import. What is not
built is built first. It is open to everybody on this machine: put nothing into it that is not made up.

${describeOptions(OPTIONS)}

Exit code: 130 after Ctrl-C, 1 when the server could not be started or ended by itself, 2 bad usage.
`;

await runCommand(async (household) => {
  const options = parseArguments(process.argv.slice(2), OPTIONS);
  if (options.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  if (!(await isFree(options.port))) {
    throw new Trouble(`Port ${options.port} is taken: choose another with --port.`);
  }
  await build([HAPI], household, say);
  const begun = Date.now();
  const world = new World(household, resolve(options.folder ?? join(RUNS, 'hapi')));
  const server = new HapiServer(world, 'hapi', options.port, {
    clientIds: options.clientIds,
    referentialIntegrity: !options.noReferentialIntegrity,
    database: options.database && resolve(options.database),
  });
  await server.start();
  say(`HAPI is ready after ${Math.round((Date.now() - begun) / 1000)} s: ${server.url} (log ${server.log})`);
  return household.broken;
});

function say(line) {
  process.stderr.write(`${line}\n`);
}
