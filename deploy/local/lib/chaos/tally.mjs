/** Counts what was done to a run, by group and kind. */
export class Tally {
  #counts = new Map();
  #note;

  /** @param {(what: {group: string, kind: string, count: number}) => void} note is told of each as it is counted */
  constructor(note = () => {}) {
    this.#note = note;
  }

  /** Counts one, or some. */
  add(group, kind, count = 1) {
    const kinds = this.#counts.get(group) ?? new Map();
    kinds.set(kind, (kinds.get(kind) ?? 0) + count);
    this.#counts.set(group, kinds);
    this.#note({ group, kind, count });
  }

  /** How many of a kind, or of a whole group. */
  of(group, kind) {
    const kinds = this.#counts.get(group) ?? new Map();
    return kind === undefined ? [...kinds.values()].reduce((sum, count) => sum + count, 0) : (kinds.get(kind) ?? 0);
  }

  /** All groups with their kinds, in the order of the alphabet. */
  toJSON() {
    const sorted = (map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted(this.#counts).map(([group, kinds]) => [group, Object.fromEntries(sorted(kinds))]));
  }

  /** A line per group. */
  toString() {
    return Object.entries(this.toJSON())
      .map(([group, kinds]) => {
        const parts = Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`);
        return `${group}: ${this.of(group)} (${parts.join(', ')})`;
      })
      .join('\n');
  }
}
