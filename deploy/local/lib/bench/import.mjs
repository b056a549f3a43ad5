import { calendar, startSource } from '../demoworld.mjs';
import { startHapi } from '../hapi.mjs';
import { currentResources, generate } from '../population.mjs';
import { drawTable, thousands } from '../table.mjs';
import { Trouble } from '../trouble.mjs';
import { World } from '../world.mjs';
import { copies, loadTwoDays, measureFerry, twoDays } from './ferryimport.mjs';
import { seconds, timed } from './figures.mjs';
import { importByHapi, sendBatches } from './plain.mjs';
import { Sink } from './sink.mjs';

/** Resources that each way begins with and that are not counted: HAPI and the importer compile their code meanwhile. */
const WARM_UP = 1_200;

/** HAPI's own import gets one resource of so many, since it makes some 25 in a second. */
const SHARE = 8;

/** Few patients have fewer. */
const RESOURCES_OF_A_PATIENT = 90;
const ENTRIES = 200;
const AT_A_TIME = [1, 2, 4, 8];

/**
 * Measures how fast resources get into a HAPI: by batches of a simple client, some at a time, by the ferry's bundles, and by
 * HAPI's own import; and into a server that says yes at once, which shows what the importer itself takes.
 *
 * @returns {Promise<string>} the figures
 */
export async function importing(household, folder, { resources, sink }, say) {
  const world = new World(household, folder);
  const dates = calendar(new Date());
  const patients = Math.ceil((resources + WARM_UP) / RESOURCES_OF_A_PATIENT);
  const [files] = await Promise.all([
    generate(household, folder, { ...dates, patients, newcomers: 1, seed: 3, deletions: 'none' }, say),
    startSource(world),
  ]);
  const all = currentResources(files.population);
  if (all.length < resources + WARM_UP) {
    throw new Trouble(`The population has ${all.length} resources only.`);
  }
  const measured = all.slice(0, resources);
  const warmUp = all.slice(resources, resources + WARM_UP);
  const intoHapi = await ways(world, { dates, measured, warmUp }, say);
  const intoSink = await overhead(world, { dates, resources: all, count: sink }, say);
  return `${intoHapi}\n\n${intoSink}`;
}

async function ways(world, { dates, measured, warmUp }, say) {
  const few = measured.slice(0, Math.ceil(measured.length / SHARE));
  const rows = [];
  for (const atATime of AT_A_TIME) {
    say(`Into HAPI by batches, ${atATime} at a time …`);
    rows.push(
      await inHapi(world, `batches, ${atATime} at a time`, warmUp, measured, (url) =>
        timed(() => sendBatches(url, measured, { entries: ENTRIES, atATime })),
      ),
    );
  }
  const best = Math.max(...rows.map(({ rate }) => rate));
  say('Into HAPI by bundles of the ferry …');
  const days = twoDays(Date.parse(dates.from));
  await loadTwoDays(world, 'hapi.ndjson', days, warmUp, measured);
  rows.push(
    await inHapi(world, 'bundles of the ferry', [], [...warmUp, ...measured], async () => ({
      ...(await measureFerry(world, 'into-hapi', days)),
      resources: measured.length,
    })),
  );
  say('Into HAPI by its own import …');
  rows.push(
    await inHapi(world, "HAPI's own import", warmUp, few, (url) => timed(() => importByHapi(url, few))),
  );
  return drawTable(
    ['into HAPI', 'resources', 'time', 'in a second', 'of the best batches'],
    rows.map(({ way, resources, seconds: took, rate }) => [
      way,
      resources,
      seconds(took),
      Math.round(rate),
      `${Math.round((100 * rate) / best)} %`,
    ]),
  );
}

/** Measures one way into a HAPI of its own, and makes sure that everything is there. */
async function inHapi(world, way, warmUp, expected, work) {
  const hapi = await startHapi(world, 'destination', { referentialIntegrity: false });
  await sendBatches(hapi.url, warmUp, { entries: 50, atATime: 1 });
  const result = { resources: expected.length, ...(await work(hapi.url)) };
  let there = 0;
  for (const type of new Set([...warmUp, ...expected].map(({ resourceType }) => resourceType))) {
    there += await hapi.count(type);
  }
  if (there !== warmUp.length + expected.length) {
    throw new Trouble(`${way}: HAPI has ${there} of ${warmUp.length + expected.length} resources.`);
  }
  await hapi.stop();
  return { way, ...result, rate: result.resources / result.seconds };
}

async function overhead(world, { dates, resources, count }, say) {
  say(`Into a sink: ${thousands(count)} resources …`);
  const days = twoDays(Date.parse(dates.from) + 3 * 24 * 3600 * 1000);
  await loadTwoDays(world, 'sink.ndjson', days, copies(resources, count / 4, 'w'), copies(resources, count, 'm'));
  const sink = await world.startServer(new Sink());
  const { seconds: took, user, kernel } = await measureFerry(world, 'into-sink', days, { everyMillis: 50 });
  sink.stop();
  return drawTable(
    ['into a sink', 'the importer'],
    [
      ['resources', count],
      ['time', seconds(took)],
      ['resources in a second', Math.round(count / took)],
      ['time of cores, of which in the kernel', `${seconds(user + kernel)}, ${seconds(kernel)}`],
      ['resources in a second of a core', Math.round(count / (user + kernel))],
      ['share of the time outside I/O', `${Math.round((100 * user) / took)} %`],
    ],
  );
}
