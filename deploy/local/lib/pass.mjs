import { Display } from './progress.mjs';
import { reportTable, verdictLine } from './report.mjs';
import { Trouble } from './trouble.mjs';
import { pause, until } from './waiting.mjs';

const LOOK_EVERY_MILLIS = 500;
const STATUS_MILLIS = 60_000;
const REPORT_MILLIS = 120_000;

/**
 * Watches a migration until it is finished up to its end, showing how far it is.
 *
 * @param {import('./world.mjs').World} world with the services running
 * @param {NodeJS.WriteStream} stream for the progress
 * @returns {Promise<any>} the report
 * @throws {Trouble} when a service ends or stops answering, or no report comes
 */
export async function watch(world, stream) {
  const display = new Display(stream);
  const { broken } = world.household;
  for (;;) {
    const status = await until('The status of the migration', () => world.status(), {
      millis: STATUS_MILLIS,
      unless: broken,
    });
    display.show(status);
    if (status.finished) {
      display.end();
      return until('The report of the verifier', () => finalReport(world), { millis: REPORT_MILLIS, unless: broken });
    }
    await pause(LOOK_EVERY_MILLIS, broken);
  }
}

/** The table and the verdict, as the last words of a pass. */
export function conclusion(report) {
  return `${reportTable(report)}\n\n${verdictLine(report)}`;
}

/** The report once it agrees with the exporter: it is brought up to date now and then only. */
async function finalReport(world) {
  const [report, status] = await Promise.all([world.report(), world.status()]);
  if (!status.finished) {
    throw new Trouble('the migration goes on');
  }
  if (report && report.verdict !== status.verdict) {
    throw new Trouble(`the exporter says ${status.verdict}, the report ${report.verdict}`);
  }
  return report;
}
