/**
 * Draws a table for a terminal: the first column to the left, the others to the right, wide enough for their cells.
 *
 * @param {string[]} head
 * @param {(string | number)[][]} rows as many cells each as the head; numbers get thousands separators
 * @param {(string | number)[]} [foot] a last row below a rule
 * @returns {string} lines without a line break at the end
 */
export function drawTable(head, rows, foot) {
  const all = [head, ...rows, ...(foot ? [foot] : [])].map((row) => row.map(text));
  const widths = head.map((_, column) => Math.max(...all.map((row) => [...row[column]].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const drawn = [line(all[0]), rule, ...all.slice(1, 1 + rows.length).map(line)];
  return (foot ? [...drawn, rule, line(all.at(-1))] : drawn).join('\n');
}

/** A number with thousands separators, the same on every machine. */
export function thousands(value) {
  return new Intl.NumberFormat('en-US').format(value);
}

function text(cell) {
  return typeof cell === 'number' ? thousands(cell) : String(cell);
}
