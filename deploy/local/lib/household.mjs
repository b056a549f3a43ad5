import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, lastWords } from './logs.mjs';
import { Trouble } from './trouble.mjs';

/**
 * The processes that a command has started. Whatever happens, all of them end with it: each is the leader of a process
 * group of its own, so that Ctrl-C reaches only the command, which then stops them in order.
 */
export class Household {
  #children = [];
  #closed = false;
  #alarm;

  /** Rejects with {@link Trouble} once a process ends that nobody stopped; never resolves. */
  broken = new Promise((_, reject) => {
    this.#alarm = reject;
  });

  constructor() {
    // Nobody may be listening at the moment.
    this.broken.catch(() => {});
  }

  /**
   * Starts a process.
   *
   * @param {string} name how messages call it
   * @param {string} command
   * @param {string[]} args
   * @param {object} how
   * @param {string} [how.log] file that gets its output, appended; without one its output is ours
   * @param {NodeJS.ProcessEnv} [how.env] its whole environment
   * @param {string} [how.cwd]
   * @param {NodeJS.Signals} [how.stopSignal] asks it to end
   * @param {number} [how.graceMillis] how long it may take to end before it is killed
   * @param {number} [how.tier] lower tiers are stopped first
   * @param {boolean} [how.gentle] whether it loses data when it is killed, so that even in a hurry it is only asked
   * @returns {Child}
   */
  start(name, command, args, how) {
    const child = this.#spawn(name, command, args, how);
    child.exited.then((end) => {
      if (!child.expected) {
        this.#alarm(new Trouble(child.obituary(end)));
      }
    });
    return child;
  }

  /**
   * Runs a process that ends by itself; the parameters are those of {@link start}.
   *
   * @throws {Trouble} with its last lines when it fails
   */
  async run(name, command, args, how) {
    const child = this.#spawn(name, command, args, how);
    const end = await child.exited;
    if (end.code !== 0) {
      throw new Trouble(child.obituary(end, how.log ? lastLines(how.log) : 'see above.'));
    }
  }

  #spawn(name, command, args, how) {
    if (this.#closed) {
      throw new Trouble(`${name} was not started: the command is ending.`);
    }
    const child = new Child(name, command, args, how);
    this.#children.push(child);
    return child;
  }

  /** The processes that still run. */
  get running() {
    return this.#children.filter((child) => child.running);
  }

  /** Stops all, tier after tier, and refuses to start more. A second call waits for the first. */
  async close() {
    this.#closed = true;
    const tiers = [...new Set(this.running.map((child) => child.tier))].sort((a, b) => a - b);
    for (const tier of tiers) {
      await Promise.all(this.running.filter((child) => child.tier === tier).map((child) => child.stop()));
    }
  }

  /** Ends all at once, without waiting: for a command that has no time left. */
  endAll() {
    this.#closed = true;
    this.running.forEach((child) => child.endNow());
  }

  /** Lets all run on when the command ends. */
  release() {
    this.#children.forEach((child) => child.release());
    this.#children = [];
    this.#closed = true;
  }
}

/** One process of a {@link Household}. */
export class Child {
  #process;
  #end;

  constructor(name, command, args, how) {
    const { log, env, cwd, stopSignal = 'SIGTERM', graceMillis = 10_000, tier = 0, gentle = false } = how;
    this.name = name;
    this.log = log;
    this.tier = tier;
    this.stopSignal = stopSignal;
    this.graceMillis = graceMillis;
    this.gentle = gentle;
    /** Whether its end was asked for. */
    this.expected = false;
    const output = log ? openSync(log, 'a') : 'inherit';
    this.#process = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', output, output] });
    if (log) {
      closeSync(output);
    }
    /** Resolves with `{code, signal}`, or with `{error}` when it could not be started. */
    this.exited = new Promise((resolve) => {
      this.#process.once('error', (error) => resolve({ error }));
      this.#process.once('exit', (code, signal) => resolve({ code, signal }));
    }).then((end) => {
      this.#end = end;
      this.#signal('SIGKILL');
      return end;
    });
  }

  get pid() {
    return this.#process.pid;
  }

  get running() {
    return this.#end === undefined;
  }

  /** Asks it to end, and kills it when its grace is over. Does nothing when it has ended. */
  async stop() {
    this.expected = true;
    if (!this.running) {
      return this.#end;
    }
    this.#signal(this.stopSignal);
    const patience = new AbortController();
    const impatient = sleep(this.graceMillis, undefined, { signal: patience.signal }).then(
      () => this.#signal('SIGKILL'),
      () => {},
    );
    const end = await this.exited;
    patience.abort();
    await impatient;
    return end;
  }

  /** Ends it and all its descendants at once, as a crash of the machine would. */
  kill() {
    this.expected = true;
    this.#signal('SIGKILL');
    return this.exited;
  }

  /** Ends it without waiting: kills it, or only asks it when it is gentle. */
  endNow() {
    this.expected = true;
    this.#signal(this.gentle ? this.stopSignal : 'SIGKILL');
  }

  /** Pauses it with SIGSTOP, or lets it go on with SIGCONT. */
  signal(name) {
    this.#signal(name);
  }

  /** Lets it run on when this process ends. */
  release() {
    this.expected = true;
    this.#process.unref();
  }

  /** Some lines on an end that nobody asked for. */
  obituary({ code, signal, error }, words = lastWords(this.log)) {
    if (error) {
      return `${this.name} could not be started: ${error.message}.`;
    }
    const how = signal ? `was killed by ${signal}` : `ended with exit code ${code}`;
    return `${this.name} ${how}: ${words}${this.log ? `\nIts log is ${this.log}.` : ''}`;
  }

  /** To the whole group: what the process has started ends with it. */
  #signal(name) {
    if (this.pid === undefined) {
      return;
    }
    try {
      process.kill(-this.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') {
        throw error;
      }
    }
  }
}
