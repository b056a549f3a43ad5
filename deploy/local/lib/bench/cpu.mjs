import { readFileSync } from 'node:fs';

/** Linux counts the time of processes in hundredths of a second, whatever the clock of the machine. */
const TICKS = 100;

/**
 * The time that a process has had of all cores so far, in seconds.
 *
 * @param {string} stat what stands in `/proc/<pid>/stat`
 * @returns {{user: number, kernel: number}}
 */
export function cpuSeconds(stat) {
  // The name of the program is in parentheses, and may have blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { user: Number(fields[11]) / TICKS, kernel: Number(fields[12]) / TICKS };
}

/** The time that a running process has had so far. */
export function cpuOf(pid) {
  return cpuSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
