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
    this.#replicas.set(replica.name, { replica, down: false });
    this.#watch(replica);
  }

  /**
   * Kills a replica with SIGKILL and starts it again some time later; does nothing while it is down.
   *
   * @param {string} name
   * @param {number} downMillis
   * @param {boolean} spareUnready does nothing either while it is not ready
   */
  async kill(name, downMillis, spareUnready) {
    const kept = this.#replicas.get(name);
    if (kept.down || (spareUnready && !(await kept.replica.isReady())) || kept.down) {
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
    }
  }
}
