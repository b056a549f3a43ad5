import { falselyVerified, versionsOf } from './invariants.mjs';
import { WatermarkWatch } from './watermark.mjs';

/** Looks at a migration on its way: what must hold at every moment, and what an operator would do. */
export class Watch {
  #world;
  #source;
  #watermarks = new WatermarkWatch();
  #violations = new Set();
  #windows = [];

  /** How often something was driven again. */
  redrives = 0;

  /** How many windows were seen failed and driven again. */
  driven = 0;

  /** How many refused lines were driven again, each time counted. */
  lines = 0;

  /**
   * @param {import('../world.mjs').World} world with everything started
   * @param {ReturnType<versionsOf>} source what is to arrive
   */
  constructor(world, source) {
    this.#world = world;
    this.#source = source;
  }

  /**
   * One look.
   *
   * @returns {Promise<object | undefined>} the status; undefined when the exporter does not answer, as it may in a storm
   */
  async look() {
    try {
      const status = await this.#world.status();
      const windows = await this.#world.windows();
      this.#windows = windows;
      // What is verified was there before, so the destination is asked last.
      const destination = versionsOf(await this.#world.emulator('destination').dumpText());
      this.#note(this.#watermarks.look(status.watermark, windows));
      this.#note(falselyVerified(windows, this.#source, destination));
      return status;
    } catch {
      return undefined;
    }
  }

  /** Drives failed windows and refused lines again, as an operator would; says whether there were any. */
  async redrive(status) {
    const failed = status.windows.states.FAILED ?? 0;
    if (failed > 0) {
      await this.#world.redriveFailed({ by: 'chaos', reason: 'failed in a storm' });
      this.driven += failed;
    }
    const lines = await this.#redriveLines();
    this.lines += lines;
    this.redrives += failed + lines > 0 ? 1 : 0;
    return failed + lines > 0;
  }

  /** What is different for another reason than refused lines stays so. */
  async #redriveLines() {
    const mismatched = this.#windows.filter(({ kind, state }) => kind !== 'census' && state === 'mismatched');
    let lines = 0;
    for (const { id } of mismatched) {
      lines += await this.#world.redriveLines(id, { by: 'chaos', reason: 'refused in a storm' });
    }
    return lines;
  }

  /** What did not hold. */
  get violations() {
    return [...this.#violations];
  }

  #note(lines) {
    lines.forEach((line) => this.#violations.add(`on its way: ${line}`));
  }
}
