import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 64 * 1024;
const LONGEST_LINE = 500;

/**
 * What a log most likely says on why the process ended: all lines on why it cannot start, else the last that names a
 * configuration key, else the last cause, else the last error, else the last line.
 *
 * @param {string} file
 * @returns {string} without control characters besides line breaks
 */
export function lastWords(file) {
  const lines = tail(file)
    .split('\n')
    .map(message)
    .filter((line) => line !== '');
  const refusals = lines.filter((line) => /\bcannot start: /.test(line));
  if (refusals.length > 0) {
    return ['', ...new Set(refusals)].join('\n  ');
  }
  const found =
    lines.findLast((line) => /\bferry\.[a-z]/.test(line)) ??
    lines.findLast((line) => line.startsWith('Caused by: ')) ??
    lines.findLast((line) => /\b(ERROR|FATAL|Error|Exception)\b/.test(line) && !/^\s*at /.test(line)) ??
    lines.at(-1) ??
    'it said nothing';
  return found.length > LONGEST_LINE ? `${found.slice(0, LONGEST_LINE)}…` : found;
}

/** The end of a log, for a task whose output is long. */
export function lastLines(file, count = 15) {
  const lines = tail(file)
    .split('\n')
    .map(message)
    .filter((line) => line !== '');
  return ['', ...lines.slice(-count)].join('\n  ');
}

/** A line of structured logging is its message. */
function message(line) {
  if (line.startsWith('{')) {
    try {
      const entry = JSON.parse(line);
      return clean([entry.level, entry.message].filter(Boolean).join(' '));
    } catch {
      // Not structured after all.
    }
  }
  return clean(line);
}

function clean(text) {
  // eslint-disable-next-line no-control-regex
  return text
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trimEnd();
}

function tail(file) {
  let descriptor;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const size = fstatSync(descriptor).size;
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8', 0, read);
  } finally {
    closeSync(descriptor);
  }
}
