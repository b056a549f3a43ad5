import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendar } from '../demoworld.mjs';
import { pause, until } from '../waiting.mjs';
import { Dice } from './dice.mjs';
import { FaultProxy } from './faultproxy.mjs';
import { Havoc } from './havoc.mjs';
import { versionsOf } from './invariants.mjs';
import { codesOf, Journal, sweepsOf } from './journal.mjs';
import { killsOf, planOf } from './plan.mjs';
import { prove } from './proof.mjs';
import { Scene } from './scene.mjs';
import { Supervisor } from './supervisor.mjs';
import { Tally } from './tally.mjs';
import { Watch } from './watch.mjs';

const LOOK_EVERY_MILLIS = 5_000;

/** How long a migration may take from the last fault to its end. */
const RECOVERY_MILLIS = 900_000;

/** How often failed windows and refused lines may be driven again. */
const REDRIVES = 20;

/** Messages that come once more when everything has ended, and how long they may take to be received. */
const AFTERSHOCKS = 60;
const AFTERSHOCK_MILLIS = 10_000;

/** A migration in a storm: faults everywhere for some time, kills until the migration has ended, and then the truth. */
export class Storm {
  #world;
  #seed;
  #millis;
  #say;
  #journal;
  #tally;
  #scene;
  #supervisor;
  #proxy;
  #watch;
  #driven = false;

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
    this.#journal = new Journal(join(world.folder, 'chaos.ndjson'));
    this.#tally = new Tally((what) => this.#journal.write(what));
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
      this.#scene = new Scene(world, this.#proxy);
      const [file] = await Promise.all([population(), this.#scene.startServers()]);
      await world.emulator('source').load(file);
      const source = versionsOf(await world.emulator('source').dumpText());
      await this.#startServices(dice.of('services'));
      this.#watch = new Watch(world, source);
      const times = await this.#migrate(dice);
      const settled = await this.#aftershocks();
      return await this.#conclude(source, settled, times);
    } finally {
      this.#supervisor?.end();
      await this.#proxy.close();
    }
  }

  /** What was injected so far, a line per group. */
  get summary() {
    return this.#tally.toString();
  }

  async #startServices(dice) {
    const { start, end, window } = this.time;
    const verifyBy = dice.pick(['export', 'read']);
    // Refused lines come again once by themselves, or all of them are left to the operator.
    const lineRetries = dice.pick([0, 1]);
    this.#say(`Windows of ${window}, verified by ${verifyBy}, refused lines come again ${lineRetries} times`);
    await this.#scene.startServices({ start, end, window, verifyBy, lineRetries });
    this.#supervisor = new Supervisor(this.#tally, this.#world.household.broken);
    this.#scene.replicas.forEach((replica) => this.#supervisor.keep(replica));
  }

  /** All faults for their time, and kills until the migration has ended; gives the instants. */
  async #migrate(dice) {
    const begun = Date.now();
    const havoc = new Havoc(this.#world, this.#supervisor, this.#tally);
    let ended = false;
    const kills = havoc.follow(killsOf(dice, this.#millis + RECOVERY_MILLIS), () => ended);
    // A failure is met where it is awaited.
    kills.catch(() => {});
    try {
      await this.#rage(havoc, planOf(dice, this.#millis));
      const calm = Date.now();
      this.#say('Only kills go on.');
      await this.#recover();
      return { begun, calm, recovered: Date.now() };
    } finally {
      ended = true;
      await kills;
    }
  }

  /** Lets the plan happen until its end or that of the migration, looking at the windows meanwhile. */
  async #rage(havoc, plan) {
    let over = false;
    this.#proxy.calm = false;
    const end = Date.now() + this.#millis;
    const raging = havoc.follow(plan, () => over);
    raging.catch(() => {});
    try {
      while (Date.now() < end) {
        await pause(Math.min(LOOK_EVERY_MILLIS, end - Date.now()), this.#world.household.broken);
        if ((await this.#look())?.verdict === 'verified') {
          this.#say('The migration has ended in the storm.');
          break;
        }
      }
    } finally {
      over = true;
      this.#proxy.calm = true;
      await raging;
      await havoc.endFaults();
    }
  }

  /** Waits for the end of the migration. */
  async #recover() {
    return until('The end of the migration after the last fault', async () => this.#final(await this.#look()), {
      millis: RECOVERY_MILLIS,
      everyMillis: LOOK_EVERY_MILLIS,
      unless: this.#world.household.broken,
    });
  }

  #final(status) {
    const again = this.#driven && this.#watch.redrives < REDRIVES;
    return status?.finished && !again ? status : undefined;
  }

  async #look() {
    const status = await this.#watch.look();
    if (status) {
      const states = Object.entries(status.windows.states).map(([state, count]) => `${state} ${count}`);
      this.#say(`${states.join(' · ')} · faults ${this.#faults()}`);
      this.#journal.write({ states: status.windows.states, watermark: status.watermark, verdict: status.verdict });
      // The exporter may be gone again by now, and then there may still be something to drive.
      this.#driven = await this.#watch.redrive(status).catch(() => true);
    }
    return status;
  }

  /** Messages that come again when all is over must change nothing; gives what they must not change. */
  async #aftershocks() {
    await this.#supervisor.ready();
    const windows = await until('The windows', () => this.#world.windows(), { millis: 60_000 });
    await this.#proxy.sendAgain(AFTERSHOCKS);
    await pause(AFTERSHOCK_MILLIS, this.#world.household.broken);
    return windows;
  }

  async #conclude(source, settled, { begun, calm, recovered }) {
    const status = await until('The status', () => this.#world.status(), { millis: 60_000 });
    const report = await until('The report', async () => this.#report(status), {
      millis: 60_000,
      unless: this.#world.household.broken,
    });
    this.#supervisor.end();
    const { replicas, secrets } = this.#scene;
    const proven = await prove(this.#world, { source, status, settled, replicas, secrets });
    const violations = [
      ...this.#watch.violations,
      ...(report.verdict === 'verified' ? [] : [`the verdict is ${report.verdict}`]),
      ...(this.#proxy.tokens === 0 ? [] : [`${this.#proxy.tokens} requests to the storage carried a bearer token`]),
      ...proven.violations,
    ];
    const figures = {
      seed: this.#seed,
      verdict: report.verdict,
      windows: proven.windows.length,
      verified: proven.windows.filter(({ state }) => state === 'verified').length,
      versions: source.size,
      stormSeconds: Math.round((calm - begun) / 1000),
      recoverySeconds: Math.round((recovered - calm) / 1000),
      kills: this.#tally.of('kill -9'),
      faults: this.#faults(),
      injected: this.#tally.toJSON(),
      sweeps: sweepsOf(proven.logs),
      redrives: this.#watch.redrives,
      driven: this.#watch.driven,
      lines: this.#watch.lines,
      messages: codesOf(proven.logs),
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
}
