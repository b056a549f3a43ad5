import { pause } from '../waiting.mjs';

const RESTART_MILLIS = 1_000;

/**
 * Keeps replicas of services running as an orchestrator does: one that ends by itself, for instance because the storage
 * did not let it in at its start, is started again.
 */
export class Supervisor {
  #replicas = new Map();
  #ended = false;
  #tally;
  #broken;

  /**
   * @param {import('./tally.mjs').Tally} tally
   * @param {Promise<never>} broken rejects when waiting has become pointless
   */
  constructor(tally, broken) {
    this.#tally = tally;
    this.#broken = broken;
  }

  /** Takes over a replica that runs. */
  keep(replica) {
    this.#replicas.set(replica.name, { replica, down: false, grownAt: Date.now() });
    this.#watch(replica);
  }

  /**
   * Kills a replica with SIGKILL and starts it again some time later; does nothing while it is down.
   *
   * @param {string} name
   * @param {number} downMillis
   * @param {boolean} spareYoung does nothing either until it has worked for as long as it took to start
   */
  async kill(name, downMillis, spareYoung) {
    const kept = this.#replicas.get(name);
    if (kept.down || (spareYoung && !(kept.grownAt <= Date.now()))) {
      return;
    }
    kept.down = true;
    this.#tally.add('kill -9', name);
    await kept.replica.kill();
    await this.#startLater(kept, downMillis);
  }

  /** Resolves when all are ready. */
  async ready() {
    await Promise.all([...this.#replicas.values()].map(({ replica }) => replica.ready()));
  }

  /** Starts nothing any more. */
  end() {
    this.#ended = true;
  }

  #watch(replica) {
    const { child } = replica;
    child.expected = true;
    child.exited.then(async ({ code, signal }) => {
      const kept = this.#replicas.get(replica.name);
      if (kept.down || this.#ended) {
        return;
      }
      kept.down = true;
      this.#tally.add('ended by itself', `${replica.name} with ${signal ?? code}`);
      await this.#startLater(kept, RESTART_MILLIS).catch(() => {});
    });
  }

  async #startLater(kept, millis) {
    await pause(millis, this.#broken);
    if (!this.#ended) {
      kept.replica.launch();
      this.#tally.add('started again', kept.replica.name);
      kept.down = false;
      this.#watch(kept.replica);
      this.#grow(kept);
    }
  }
  /** Notes when a replica will have worked for as long as it took to start. */
  #grow(kept) {
    const { child } = kept.replica;
    const launched = Date.now();
    kept.grownAt = undefined;
    const ready = kept.replica.ready().then(() => {
      if (kept.replica.child === child) {
        kept.grownAt = 2 * Date.now() - launched;
      }
    });
    // One that is killed before is watched anew when it is started again.
    ready.catch(() => {});
  }
}
