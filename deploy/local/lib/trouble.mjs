/** Exit codes of the local commands besides those of the verdicts. */
export const EXIT = Object.freeze({ ok: 0, trouble: 1, usage: 2 });

/** The exit code of each verdict on a migration. */
export const VERDICTS = Object.freeze({
  verified: 0,
  'verified-with-exceptions': 3,
  mismatched: 4,
  failed: 5,
  incomplete: 6,
});

/** Something that ends the command, told to the user in one message without a stack. */
export class Trouble extends Error {
  /**
   * @param {string} message what was attempted, what came of it, and what to do
   * @param {number} exitCode 1 unless said otherwise
   */
  constructor(message, exitCode = EXIT.trouble) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The exit code for a verdict; an unknown verdict is trouble. */
export function exitCodeOf(verdict) {
  if (Object.hasOwn(VERDICTS, verdict)) {
    return VERDICTS[verdict];
  }
  throw new Trouble(`The services reported a verdict that this command does not know: ${verdict}.`);
}
