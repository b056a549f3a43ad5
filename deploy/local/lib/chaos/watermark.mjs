const SETTLED = new Set(['verified', 'accepted', 'split']);

/** Watches that the watermark never goes back, and never passes over a window that is not settled. */
export class WatermarkWatch {
  #highest = 0;

  /**
   * One look.
   *
   * @param {string | undefined} watermark as the status told it
   * @param {{id: string, since: string, kind: string, state: string}[]} windows as listed after that
   * @returns {string[]} a line for each rule that is broken
   */
  look(watermark, windows) {
    const now = watermark ? Date.parse(watermark) : 0;
    const wrong = [];
    if (now < this.#highest) {
      wrong.push(`the watermark went back from ${iso(this.#highest)} to ${iso(now)}`);
    }
    this.#highest = Math.max(this.#highest, now);
    windows
      .filter(({ kind, state, since }) => kind === 'tile' && !SETTLED.has(state) && Date.parse(since) < now)
      .forEach(({ id, state }) => wrong.push(`the watermark ${iso(now)} passed over window ${id}, which is ${state}`));
    return wrong;
  }
}

function iso(millis) {
  return new Date(millis).toISOString();
}
