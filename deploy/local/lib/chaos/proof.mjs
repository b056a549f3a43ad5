import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changed, compare, endings, falselyVerified, tiling, versionsOf } from './invariants.mjs';
import { accounts, histories, ledgerIn } from './ledger.mjs';
import { leaks, stateTexts } from './secrecy.mjs';

/**
 * What has become of a migration that has ended, by the word of nobody: both servers are compared version by version,
 * and the tables are read from the files of Azurite. Stops the services and Azurite.
 *
 * @param {import('../world.mjs').World} world
 * @param {object} known
 * @param {ReturnType<versionsOf>} known.source what was to arrive
 * @param {object} known.status the last status
 * @param {object[]} known.settled the windows before messages came again that had been handled
 * @param {object[]} known.replicas all replicas of the services
 * @param {Record<string, string>} known.secrets that must stand nowhere
 * @returns {Promise<{violations: string[], windows: object[], logs: Record<string, string>}>}
 */
export async function prove(world, { source, status, settled, replicas, secrets }) {
  const windows = await world.windows();
  const metrics = await metricsOf(replicas);
  const [destination, after] = await Promise.all(
    ['destination', 'source'].map(async (name) => versionsOf(await world.emulator(name).dumpText())),
  );
  const refused = await refusedBy(world);
  await Promise.all(replicas.map((replica) => replica.stop()));
  await world.azurite.child.stop();
  const data = join(world.azurite.folder, 'data');
  const ledger = ledgerIn(data, status.migration);
  const logs = logsOf(replicas);
  return {
    windows,
    logs,
    violations: [
      ...(compare(source, after).length === 0 ? [] : ['the source itself was changed']),
      ...refused,
      ...compare(source, destination),
      ...falselyVerified(windows, source, destination),
      ...tiling(windows, status.start, status.end),
      ...endings(windows),
      ...changed(settled, windows),
      ...accounts(ledger.windows, source),
      ...histories(ledger.windows, ledger.events),
      ...leaks({ ...logs, ...metrics, ...stateTexts(data) }, source.keys(), secrets),
    ],
  };
}

/** A server that got the token of the other one, or none, has refused it. */
async function refusedBy(world) {
  const lines = ['source', 'destination'].map(async (name) => {
    const { requests } = await world.emulator(name).stats();
    return requests.refused ? [`the ${name} got ${requests.refused} requests without its token`] : [];
  });
  return (await Promise.all(lines)).flat();
}

async function metricsOf(replicas) {
  const texts = replicas.map(async (replica) => [`the metrics of ${replica.name}`, await replica.metrics()]);
  return Object.fromEntries(await Promise.all(texts));
}

function logsOf(replicas) {
  return Object.fromEntries(
    replicas
      .filter(({ log }) => existsSync(log))
      .map(({ name, log }) => [`the log of ${name}`, readFileSync(log, 'utf8')]),
  );
}
