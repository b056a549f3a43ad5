import { existsSync, readFileSync } from 'node:fs';

const CODE = /\bFERRY-[A-Z]+-\d{4}\b/g;

/** The text of the logs of some applications, by name. */
export function logsOf(applications) {
  return Object.fromEntries(
    applications.filter(({ log }) => existsSync(log)).map(({ name, log }) => [name, readFileSync(log, 'utf8')]),
  );
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
