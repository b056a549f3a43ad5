import { pause } from '../waiting.mjs';

/** Does what a plan says. */
export class Havoc {
  #world;
  #supervisor;
  #tally;
  #storageDown = false;

  constructor(world, supervisor, tally) {
    this.#world = world;
    this.#supervisor = supervisor;
    this.#tally = tally;
  }

  /**
   * Goes through a plan until its end, or until it is told to stop.
   *
   * @param {ReturnType<typeof import('./plan.mjs').planOf | typeof import('./plan.mjs').killsOf>} plan
   * @param {() => boolean} over asked before each step
   * @throws what a step throws
   */
  async follow(plan, over) {
    const { broken } = this.#world.household;
    const begun = Date.now();
    const running = [];
    let failure;
    for (const step of plan) {
      while (Date.now() - begun < step.atMillis && !over()) {
        await pause(250, broken);
      }
      if (over() || failure) {
        break;
      }
      // Steps overlap: one service is down while another is killed and the storage stands still.
      running.push(this.#do(step).catch((error) => (failure ??= error)));
    }
    await Promise.all(running);
    if (failure) {
      throw failure;
    }
  }

  /** Ends the faults of both servers, and counts those that struck. */
  async endFaults() {
    for (const name of ['source', 'destination']) {
      const server = this.#world.emulator(name);
      const faults = await server.faults();
      await server.endFaults();
      for (const { kind, status, commit, entries, hits } of faults.filter((fault) => fault.hits > 0)) {
        const what = ['error', 'refuse'].includes(kind) ? `${kind} ${status}${commit ? ' after commit' : ''}` : kind;
        this.#tally.add(`${name} server`, `${what}${entries ? ' of entries' : ''}`, hits);
      }
    }
  }

  async #do(step) {
    switch (step.what) {
      case 'kill':
        return this.#supervisor.kill(step.replica, step.downMillis, step.spareYoung);
      case 'pause':
      case 'restart':
        return this.#interrupt(step);
      case 'fault':
        return this.#world.emulator(step.server).fault(step.spec);
      default:
        return this.endFaults();
    }
  }

  async #interrupt({ what, downMillis }) {
    if (this.#storageDown) {
      return;
    }
    this.#storageDown = true;
    const { azurite, household } = this.#world;
    this.#tally.add('storage outage', what === 'pause' ? 'paused (SIGSTOP)' : 'stopped and started');
    try {
      if (what === 'pause') {
        azurite.child.signal('SIGSTOP');
        try {
          await pause(downMillis, household.broken);
        } finally {
          azurite.child.signal('SIGCONT');
        }
      } else {
        await azurite.child.stop();
        await pause(downMillis, household.broken);
        await azurite.start(household);
      }
    } finally {
      this.#storageDown = false;
    }
  }
}
