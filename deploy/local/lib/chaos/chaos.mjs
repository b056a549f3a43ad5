import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeOptions, parseArguments } from '../arguments.mjs';
import { installAzurite } from '../azurite.mjs';
import { build, MODULES } from '../build.mjs';
import { calendar } from '../demoworld.mjs';
import { takeFolder } from '../folders.mjs';
import { runCommand } from '../lifecycle.mjs';
import { RUNS } from '../paths.mjs';
import { generate } from '../population.mjs';
import { duration } from '../report.mjs';
import { EXIT } from '../trouble.mjs';
import { World } from '../world.mjs';
import { Storm } from './storm.mjs';

const OPTIONS = {
  seed: { value: 'S', number: { least: 0 }, initial: 1, says: 'of all choices: what fails, when, and how' },
  minutes: { value: 'N', number: { least: 1 }, initial: 10, says: 'how long faults are injected at most' },
  patients: { value: 'N', number: { least: 1 }, initial: 4, says: 'patients at the source' },
  window: { value: 'DURATION', says: 'length of the windows; unset, so that half a year of them lasts as long' },
  folder: { value: 'FOLDER', says: 'logs and data; the default is .ferry/chaos-<seed>' },
  help: { says: 'says this' },
};

const HELP = `usage: deploy/local/chaos [options]

Migrates a generated population in at least 45 windows while services are killed, storage and both FHIR servers fail,
answers get lost, and messages are doubled, late and out of order. Then only the kills go on until the migration has
ended, and what has become of it is compared, version by version.

${describeOptions(OPTIONS)}

Exit code: 0 when every invariant holds, 1 when one does not or for trouble of the run itself, 2 bad usage. When it is
not 0, the folder keeps all logs. A seed repeats the choices; what they hit depends on the timing of the machine.
`;

await runCommand(async (household) => {
  const options = parseArguments(process.argv.slice(2), OPTIONS);
  if (options.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const folder = resolve(options.folder ?? join(RUNS, `chaos-${options.seed}`));
  takeFolder(folder);
  emptyOfEarlier(folder);
  await installAzurite(household, say);
  await build(Object.keys(MODULES), household, say);

  const { seed } = options;
  const window = options.window ?? windowFor(options.minutes);
  const again = `deploy/local/chaos --seed ${seed} --minutes ${options.minutes} --patients ${options.patients} --window ${window}`;
  say(`Seed ${seed}, logs in ${folder}`);
  const storm = new Storm(new World(household, folder), { seed, window, millis: options.minutes * 60_000, say });
  const dates = calendar(new Date());
  try {
    const figures = await storm.pass(async () => {
      const files = await generate(household, folder, { ...dates, patients: options.patients, seed }, say);
      return files.population;
    });
    process.stdout.write(conclusion(figures));
    if (figures.violations.length === 0) {
      return EXIT.ok;
    }
  } catch (error) {
    say(`${storm.summary}\nChaos: NOT FINISHED · seed ${seed} · everything is kept in ${folder}. To repeat it: ${again}`);
    throw error;
  }
  say(`Everything is kept in ${folder}. To repeat it: ${again}`);
  return EXIT.trouble;
});

/** Only what an earlier run has left there: the folder may be the user's own. */
function emptyOfEarlier(folder) {
  readdirSync(folder)
    .filter((name) => ['azurite', 'population', 'chaos.json', 'chaos.ndjson'].includes(name) || name.endsWith('.log'))
    .forEach((name) => rmSync(join(folder, name), { recursive: true, force: true }));
}

/** In such a storm some fourteen windows arrive in a minute; the half year is cut into that many, but not into less than 45. */
function windowFor(minutes) {
  return `PT${Math.max(6, Math.min(96, Math.round(300 / minutes)))}H`;
}

function conclusion(figures) {
  const { violations } = figures;
  return [
    '',
    figures.summary,
    `sweeps: ${figures.sweeps}`,
    `redrives: ${figures.redrives} (${figures.driven} windows, ${figures.lines} refused lines)`,
    `logged: ${Object.entries(figures.messages)
      .map(([code, count]) => `${code} ${count}`)
      .join(', ')}`,
    ...violations.map((line) => `BROKEN: ${line}`),
    `Chaos: ${violations.length === 0 ? 'ALL INVARIANTS HOLD' : `${violations.length} INVARIANTS BROKEN`} · ` +
      `seed ${figures.seed} · verdict ${figures.verdict} · ${figures.verified} of ${figures.windows} windows verified · ` +
      `${figures.versions} versions · ${figures.kills} kills · ${figures.faults} faults in all · ` +
      `storm of ${duration(figures.stormSeconds)}, recovered in ${duration(figures.recoverySeconds)}`,
    '',
  ].join('\n');
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
