/** The middle of some numbers. */
export function middle(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Seconds with two digits, as they stand in a table. */
export function seconds(value) {
  return `${value.toFixed(2)} s`;
}

/** How often one thing fits into another, as it stands in a table. */
export function factor(value) {
  return `${value.toFixed(2)} ×`;
}

/** How long work takes, in seconds. */
export async function timed(work) {
  const begun = performance.now();
  await work();
  return { seconds: (performance.now() - begun) / 1000 };
}

/** Runs tasks, some at a time, in order. */
export async function atOnce(count, tasks) {
  const left = tasks[Symbol.iterator]();
  const worker = async () => {
    for (const task of left) {
      await task();
    }
  };
  await Promise.all(Array.from({ length: count }, worker));
}
