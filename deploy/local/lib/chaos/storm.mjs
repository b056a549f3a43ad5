import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendar, demoEnvironment, startServers } from '../demoworld.mjs';
import { getText } from '../http.mjs';
import { pause, until } from '../waiting.mjs';
import { Dice } from './dice.mjs';
import { FaultProxy } from './faultproxy.mjs';
import { Havoc } from './havoc.mjs';
import { compare, endings, falselyVerified, namesInLogs, tiling, versionsOf } from './invariants.mjs';
import { codesOf, logsOf, sweepsOf } from './journal.mjs';
import { planOf, REPLICATED } from './plan.mjs';
import { Supervisor } from './supervisor.mjs';
import { Tally } from './tally.mjs';

const LOOK_EVERY_MILLIS = 5_000;

/** How long a migration may take from the last fault to its end. */
const RECOVERY_MILLIS = 900_000;

/** How often failed windows may be driven again after the last fault. */
const REDRIVES = 20;

/** Patience of the services, short enough for a run of minutes. */
const IMPATIENT = {
  FERRY_EXPORT_TIMEOUT: 'PT20S',
  FERRY_IMPORT_TIMEOUT: 'PT20S',
  FERRY_VERIFY_TIMEOUT: 'PT20S',
  FERRY_STAGE_RETRIES: '30',
  FERRY_STAGE_RETRY_PAUSE: 'PT1S',
  FERRY_STAGE_LONGEST_RETRY_PAUSE: 'PT5S',
  FERRY_STAGE_SWEEP_AFTER: 'PT20S',
  MP_MESSAGING_INCOMING_STAGE_VISIBILITY_TIMEOUT: 'PT5S',
  MP_MESSAGING_INCOMING_STAGE_REQUEST_TIMEOUT: 'PT4S',
  MP_MESSAGING_INCOMING_STAGE_MAX_DELIVERIES: '100',
  MP_MESSAGING_INCOMING_STAGE_RETRY_MAX: 'PT5S',
};

/** A migration in a storm: faults everywhere for some time, then none, and then the truth. */
export class Storm {
  #world;
  #seed;
  #millis;
  #say;
  #tally = new Tally();
  #violations = new Set();
  #redrives = 0;
  #replicas = [];
  #supervisor;
  #proxy;

  /**
   * @param {import('../world.mjs').World} world with nothing started; all is left running
   * @param {object} options
   * @param {number} options.seed of all choices
   * @param {number} options.millis how long faults are injected; less when the migration ends before
   * @param {string} options.window the length of the windows, an ISO 8601 duration
   * @param {(line: string) => void} options.say
   */
  constructor(world, { seed, millis, window, say }) {
    this.#world = world;
    this.#seed = seed;
    this.#millis = millis;
    this.#say = say;
    const { from, to } = calendar(new Date());
    this.time = { start: from, end: to, window };
  }

  /**
   * Loads a population, migrates it through the storm and looks at what has become of it.
   *
   * @param {() => Promise<string>} population gives the file to load, while the servers start
   * @returns {Promise<object>} figures, and under `violations` a line for each invariant that does not hold
   */
  async pass(population) {
    const dice = new Dice(this.#seed);
    const world = this.#world;
    this.#proxy = new FaultProxy(() => world.azurite.settings.ports, dice.of('storage'), this.#tally);
    try {
      const [file] = await Promise.all([population(), this.#startServers()]);
      await world.emulator('source').load(file);
      const source = versionsOf(await this.#dump('source'));
      await this.#startServices();

      const begun = Date.now();
      await this.#rage(planOf(dice.of('plan'), this.#millis), source);
      const calm = Date.now();
      this.#say('The faults have ended.');
      const status = await this.#recover();
      return await this.#conclude(source, status, { begun, calm });
    } finally {
      this.#supervisor?.end();
      await this.#proxy.close();
    }
  }

  /** What was injected so far, a line per group. */
  get summary() {
    return this.#tally.toString();
  }

  async #startServers() {
    await startServers(this.#world, { EMULATOR_COMPLETION_DELAY: 'PT0.5S', EMULATOR_EXPORT_JOBS: '4' }, async () => {
      this.#world.storagePorts = await this.#proxy.start();
    });
  }

  async #startServices() {
    const world = this.#world;
    const { start, end, window } = this.time;
    const env = {
      ...demoEnvironment(world, { start, end }),
      ...{ FERRY_MIGRATION_ID: 'chaos', FERRY_MIGRATION_WINDOW: window },
      ...IMPATIENT,
    };
    this.#supervisor = new Supervisor(this.#tally, world.household.broken);
    await world.startServices(env);
    this.#replicas = [...world.services];
    for (const name of REPLICATED) {
      this.#replicas.push(await world.startReplica(env, name));
    }
    this.#replicas.forEach((replica) => this.#supervisor.keep(replica));
  }

  /** Lets the plan happen until its end or that of the migration, looking at the windows meanwhile. */
  async #rage(plan, source) {
    let over = false;
    this.#proxy.calm = false;
    const end = Date.now() + this.#millis;
    const havoc = new Havoc(this.#world, this.#supervisor, this.#tally).follow(plan, () => over);
    try {
      while (Date.now() < end) {
        await Promise.race([pause(LOOK_EVERY_MILLIS, this.#world.household.broken), havoc.then(() => pause(100))]);
        const status = await this.#look(source);
        if (status?.finished && status.verdict === 'verified') {
          this.#say('The migration has ended in the storm.');
          break;
        }
      }
    } finally {
      over = true;
      this.#proxy.calm = true;
      await havoc;
    }
  }

  /** One look in the storm: nobody may call a window verified that has not arrived. Undefined when nobody answers. */
  async #look(source) {
    try {
      const status = await this.#world.status();
      const windows = await this.#world.windows();
      const states = Object.entries(status.windows.states).map(([state, count]) => `${state} ${count}`);
      this.#say(`${states.join(' · ')} · faults ${this.#faults()}`);
      const destination = versionsOf(await this.#dump('destination'));
      falselyVerified(windows, source, destination).forEach((line) => this.#violations.add(`in the storm: ${line}`));
      await this.#redrive(status);
      return status;
    } catch {
      // The exporter is down, as it should be now and then.
      return undefined;
    }
  }

  /** Waits for the end of the migration, driving again what has failed. */
  async #recover() {
    await this.#supervisor.ready();
    let driven = 0;
    return until(
      'The end of the migration after the last fault',
      async () => {
        const status = await this.#world.status();
        if (driven < REDRIVES && (await this.#redrive(status))) {
          driven++;
          return undefined;
        }
        return status.finished ? status : undefined;
      },
      { millis: RECOVERY_MILLIS, everyMillis: 1_000, unless: this.#world.household.broken },
    );
  }

  async #redrive(status) {
    if (!status.windows.states.FAILED) {
      return false;
    }
    await this.#world.redriveFailed({ by: 'chaos', reason: 'failed in a storm' });
    this.#redrives++;
    return true;
  }

  async #conclude(source, status, { begun, calm }) {
    const ended = Date.now();
    const windows = await this.#world.windows();
    const destination = versionsOf(await this.#dump('destination'));
    const report = await until('The report', async () => this.#report(status), {
      millis: 60_000,
      unless: this.#world.household.broken,
    });
    const logs = logsOf(this.#replicas);
    const violations = [
      ...this.#violations,
      ...(report.verdict === 'verified' ? [] : [`the verdict is ${report.verdict}`]),
      ...compare(source, destination),
      ...falselyVerified(windows, source, destination),
      ...tiling(windows, status.start, status.end),
      ...endings(windows),
      ...namesInLogs(logs, source.keys()),
    ];
    const figures = {
      seed: this.#seed,
      verdict: report.verdict,
      windows: windows.length,
      versions: source.size,
      stormSeconds: Math.round((calm - begun) / 1000),
      recoverySeconds: Math.round((ended - calm) / 1000),
      faults: this.#faults(),
      injected: this.#tally.toJSON(),
      sweeps: sweepsOf(logs),
      redrives: this.#redrives,
      messages: codesOf(logs),
      violations,
    };
    writeFileSync(join(this.#world.folder, 'chaos.json'), `${JSON.stringify(figures, undefined, 2)}\n`);
    return { ...figures, summary: this.summary };
  }

  async #report(status) {
    const report = await this.#world.report();
    return report?.verdict === status.verdict ? report : undefined;
  }

  #faults() {
    const groups = ['storage blob', 'storage queue', 'storage table', 'storage outage', 'kill -9'];
    return [...groups, 'source server', 'destination server'].reduce((sum, group) => sum + this.#tally.of(group), 0);
  }

  #dump(name) {
    return getText(`${this.#world.emulator(name).url}/_emulator/dump`);
  }
}
