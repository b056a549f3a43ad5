/** Random choices that a seed repeats: the same seed and the same questions give the same answers. */
export class Dice {
  #state;

  /** @param {number | string} seed */
  constructor(seed) {
    this.seed = String(seed);
    this.#state = scrambled(this.seed);
  }

  /** Dice of their own for a purpose, so that one asking more often does not change what the others get. */
  of(purpose) {
    return new Dice(`${this.seed}/${purpose}`);
  }

  /** A number from 0 to below 1 (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least, most) {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** One of a list. */
  pick(list) {
    return list[this.between(0, list.length - 1)];
  }

  /** A list in another order. */
  shuffled(list) {
    const left = [...list];
    return list.map(() => left.splice(this.between(0, left.length - 1), 1)[0]);
  }

  /**
   * One key of a table of probabilities; undefined for what is left up to 1.
   *
   * @param {Record<string, number>} odds
   */
  fate(odds) {
    let left = this.next();
    for (const [key, chance] of Object.entries(odds)) {
      left -= chance;
      if (left < 0) {
        return key;
      }
    }
    return undefined;
  }
}

/** FNV-1a. */
function scrambled(text) {
  let hash = 0x811c9dc5;
  for (const char of Buffer.from(text)) {
    hash = Math.imul(hash ^ char, 0x01000193) >>> 0;
  }
  return hash;
}
