import { duration } from './report.mjs';
import { thousands } from './table.mjs';

/** Where a window is, by its state: the stage that has it now or gets it next. */
const STAGES = [
  ['planned', ['PLANNED']],
  ['export', ['EXPORTING']],
  ['copy', ['EXPORTED', 'COPYING']],
  ['import', ['COPIED', 'IMPORTING']],
  ['verify', ['IMPORTED', 'VERIFYING']],
];

const RATE_OVER_MILLIS = 20_000;
const BAR = 24;

/** Remembers how far the migration was when, to tell its speed. */
export class Pace {
  #seen = [];

  /** Takes note of the resources done by now. */
  note(done, atMillis) {
    this.#seen.push({ done, atMillis });
    while (this.#seen.length > 2 && this.#seen[1].atMillis <= atMillis - RATE_OVER_MILLIS) {
      this.#seen.shift();
    }
  }

  /** Resources per second lately; 0 while nothing is known. */
  get rate() {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    return !first || last.atMillis === first.atMillis
      ? 0
      : ((last.done - first.done) * 1000) / (last.atMillis - first.atMillis);
  }
}

/**
 * What there is to say about a migration on the move.
 *
 * @param {any} status as `GET /migration` tells it
 * @param {number} rate resources per second, 0 when unknown
 * @returns {{stages: [string, number][], share: number, resources: string, eta: string | undefined, watermark: string}}
 */
export function summarize(status, rate) {
  const { states, verified: done, mismatched, failed } = status.windows;
  const { expected, exported, copied, imported, verified } = status.resources;
  // A resource has four stages to go through; each that it has behind it is a quarter of its way.
  const share =
    expected === 0
      ? status.finished
        ? 1
        : 0
      : Math.min(1, (exported + copied + imported + verified) / (4 * expected));
  // The planner counts what is planned so far, so that the time left is known only once all of it is.
  const planned =
    Boolean(status.end) && status.planned !== null && Date.parse(status.planned) >= Date.parse(status.end);
  const left = expected - verified;
  return {
    stages: [
      ...STAGES.map(([stage, names]) => [stage, names.reduce((sum, name) => sum + (states[name] ?? 0), 0)]),
      // Not by state: the last comparison of both sides is verified too, but no window that is moved.
      ...Object.entries({ done, mismatched, failed }),
      ...(['mismatched', 'failed'].includes(status.census) ? [[`census ${status.census}`, 1]] : []),
    ],
    share,
    resources: `${thousands(verified)} of ${thousands(expected)}${planned ? '' : '+'} resources`,
    eta: planned && left > 0 && rate > 0 ? duration(left / rate) : undefined,
    watermark: `${status.watermark ?? 'none yet'}${heldBack(status)}`,
  };
}

/** Why nothing new begins, when it does not. */
function heldBack({ work = 'running' }) {
  return work === 'running' ? '' : ` · ${work}`;
}

/** One line, for a log. */
export function plainLine(status, rate) {
  const { stages, resources, eta, watermark } = summarize(status, rate);
  const windows = stages.filter(([, count]) => count > 0).map(([stage, count]) => `${stage} ${count}`);
  return [
    `windows: ${windows.join(', ') || 'none yet'}`,
    resources,
    ...speed(rate, eta),
    `watermark ${watermark}`,
  ].join(' · ');
}

/** Some lines, to be drawn over each other on a terminal. */
export function drawing(status, rate, columns) {
  const { stages, share, resources, eta, watermark } = summarize(status, rate);
  const filled = Math.round(share * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  const windows = stages
    .filter(([stage, count]) => count > 0 || !['mismatched', 'failed'].includes(stage))
    .map(([stage, count]) => `${stage} ${count}`)
    .join('  ');
  return [
    `${bar} ${Math.floor(share * 100)} %  ${[resources, ...speed(rate, eta)].join(' · ')}`,
    `windows: ${windows}`,
    `watermark: ${watermark}`,
  ].map((line) => [...line].slice(0, Math.max(20, columns - 1)).join(''));
}

function speed(rate, eta) {
  return [...(rate > 0 ? [`${thousands(Math.round(rate))}/s`] : []), ...(eta ? [`${eta} left`] : [])];
}

const PLAIN_EVERY_MILLIS = 5_000;
const PLAIN_AT_LEAST_EVERY_MILLIS = 60_000;

/** Shows the progress: redrawn in place on a terminal, otherwise a plain line now and then. */
export class Display {
  #stream;
  #pace = new Pace();
  #drawn = 0;
  #last = { line: '', atMillis: -Infinity };

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.#stream = stream;
  }

  show(status, nowMillis = Date.now()) {
    this.#pace.note(status.resources.verified, nowMillis);
    const rate = this.#pace.rate;
    if (this.#stream.isTTY) {
      this.#redraw(drawing(status, rate, this.#stream.columns ?? 80));
    } else {
      this.#tell(plainLine(status, rate), nowMillis);
    }
  }

  /** Leaves what is drawn and lets the next output begin below it. */
  end() {
    this.#drawn = 0;
  }

  #redraw(lines) {
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : '';
    this.#stream.write(up + lines.map((line) => `\u001b[2K${line}\n`).join(''));
    this.#drawn = lines.length;
  }

  #tell(line, nowMillis) {
    const since = nowMillis - this.#last.atMillis;
    if (since >= PLAIN_AT_LEAST_EVERY_MILLIS || (since >= PLAIN_EVERY_MILLIS && line !== this.#last.line)) {
      this.#stream.write(`${line}\n`);
      this.#last = { line, atMillis: nowMillis };
    }
  }
}
