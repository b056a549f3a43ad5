import { drawTable, thousands } from './table.mjs';

/** Columns of the table: which figure of a type's account, under which head. */
const ALWAYS = [
  ['source', 'at source'],
  ['exported', 'exported'],
  ['copied', 'copied'],
  ['imported', 'imported'],
  ['rejected', 'rejected'],
  ['verified', 'verified'],
  ['missing', 'missing'],
  ['different', 'different'],
  ['extra', 'extra'],
];

/** Shown only when there is something to show, behind `imported`. */
const SOMETIMES = ['duplicate', 'deferred', 'elsewhere'];

/**
 * The table of a report: a row per resource type, and their sum.
 *
 * @param {{types: Record<string, string | number>[]}} report
 */
export function reportTable(report) {
  const types = [...report.types].sort((a, b) => (a.type < b.type ? -1 : 1));
  const seldom = SOMETIMES.filter((key) => types.some((type) => figure(type, key) !== 0)).map((key) => [key, key]);
  const behind = ALWAYS.findIndex(([key]) => key === 'imported') + 1;
  const columns = [...ALWAYS.slice(0, behind), ...seldom, ...ALWAYS.slice(behind)];
  return drawTable(
    ['type', ...columns.map(([, head]) => head)],
    types.map((type) => [type.type, ...columns.map(([key]) => figure(type, key))]),
    ['all', ...columns.map(([key]) => types.reduce((sum, type) => sum + figure(type, key), 0))],
  );
}

/** The last line: the verdict, and what it stands on. */
export function verdictLine(report) {
  const { windows } = report;
  const troubles = ['failed', 'mismatched']
    .filter((key) => windows[key] > 0)
    .map((key) => `, ${thousands(windows[key])} ${key}`)
    .join('');
  return (
    `Verdict: ${report.verdict.toUpperCase()} · ` +
    `${thousands(windows.verified)} of ${thousands(windows.planned)} windows verified${troubles} · ` +
    `watermark ${report.watermark ?? 'none'} · ${duration(report.elapsedSeconds ?? 0)}`
  );
}

/** A duration as a person says it: 48 s, 3:05 min, 2:10:00 h. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value) => String(value).padStart(2, '0');
  if (whole < 60) {
    return `${whole} s`;
  }
  const minutes = Math.floor(whole / 60) % 60;
  return whole < 3600
    ? `${minutes}:${two(whole % 60)} min`
    : `${Math.floor(whole / 3600)}:${two(minutes)}:${two(whole % 60)} h`;
}

function figure(type, key) {
  return Number(type[key] ?? 0);
}
