import { appendFileSync } from 'node:fs';

const CODE = /\bFERRY-[A-Z]+-\d{4}\b/g;

/** Writes down what happens to a run, a line of JSON each with its time. */
export class Journal {
  #file;

  /** @param {string} file appended to, created when missing */
  constructor(file) {
    this.#file = file;
  }

  /** One line. */
  write(event) {
    appendFileSync(this.#file, `${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
  }
}

/** How often each message with a code was logged. */
export function codesOf(logs) {
  const codes = {};
  for (const text of Object.values(logs)) {
    for (const [code] of text.matchAll(CODE)) {
      codes[code] = (codes[code] ?? 0) + 1;
    }
  }
  return Object.fromEntries(Object.entries(codes).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How often the message of a window was taken for lost and sent again. */
export function sweepsOf(logs) {
  return Object.values(logs).reduce((sum, text) => sum + text.split('its message is sent again').length - 1, 0);
}
