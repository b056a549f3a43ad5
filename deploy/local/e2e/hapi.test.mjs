import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoEnvironment, startServersWithHapi } from '../lib/demoworld.mjs';
import { journey } from '../lib/journey.mjs';
import { currentResources } from '../lib/population.mjs';
import { pause } from '../lib/waiting.mjs';
import { DATES, emptyWorld, ferry, finished, population } from './harness.mjs';

const MOST_MILLIS = 900_000;

/** They have more than ten thousand resources. */
const PATIENTS = 76;

test('what a HAPI server has arrives at an Azure one, with its versions and dates', async (context) => {
  // Given a HAPI with a population, some of which changed again and again
  const world = emptyWorld(context);
  const [files] = await Promise.all([
    population(world.household, 4, 'intact'),
    startServersWithHapi(world, 'source'),
  ]);
  const source = world.server('source');
  const begun = Date.now();
  const resources = currentResources(files.population);
  await source.put(resources);
  const changing = resources.filter(({ resourceType }) => resourceType === 'Patient');
  for (const birthDate of ['1950-01-01', '1950-01-02', '1950-01-03']) {
    await pause(1_500);
    await source.put(changing.map((patient) => ({ ...patient, birthDate })));
  }
  await pause(1_100);
  const end = Date.now();

  // When it is moved, window by window
  await world.startServices({
    ...demoEnvironment(world, { start: iso(begun), end: iso(end) }),
    FERRY_MIGRATION_WINDOW: `PT${Math.ceil((end - begun) / 3_000)}S`,
    FERRY_MIGRATION_HISTORY: 'false',
    FERRY_MIGRATION_DELETES: 'false',
  });
  const report = await finished(world);

  // Then it is verified, and each resource is there in its newest version
  assert.equal(report.verdict, 'verified', JSON.stringify(report.findings));
  assert.equal(report.windows.planned, 3);
  const arrived = await world.server('destination').dump();
  assert.equal(arrived.length, resources.length);
  const patients = arrived.filter(({ resourceType }) => resourceType === 'Patient');
  assert.deepEqual(
    patients.map(({ id, birthDate, meta }) => [id, birthDate, meta.versionId]).sort(),
    changing.map(({ id }) => [id, '1950-01-03', '4']).sort(),
  );
});

test('ten thousand resources go into a HAPI that enforces references, by bundles', async (context) => {
  // Given
  const { world, env, expected } = await beforeHapi(context, 'bundle', 10_000);

  // When
  await world.startServices(env);
  const report = await finished(world, MOST_MILLIS);

  // Then
  await assertArrived(world, report, expected);
});

test('two thousand resources go into a HAPI by its own import, one window after the other', async (context) => {
  // Given
  const { world, env, expected } = await beforeHapi(context, 'import', 2_000);

  // When
  await world.startServices(env);
  const report = await finished(world, MOST_MILLIS);

  // Then
  await assertArrived(world, report, expected);
});

test('what a HAPI refuses is named line by line, and the rest arrives', async (context) => {
  // Given a HAPI that takes no dangling references and no ids of digits, and one of each at the source
  const world = emptyWorld(context);
  await startServersWithHapi(world, 'destination');
  const file = join(world.folder, 'few.ndjson');
  const meta = { versionId: '1', lastUpdated: new Date(Date.parse(DATES.from) + 1_000).toISOString() };
  const observation = { resourceType: 'Observation', meta, status: 'final', code: { text: 'x' } };
  const lines = [
    { resourceType: 'Patient', id: 'known', meta },
    { resourceType: 'Patient', id: '4711', meta },
    { ...observation, id: 'good', subject: { reference: 'Patient/known' } },
    { ...observation, id: 'dangling', subject: { reference: 'Patient/nobody' } },
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await world.server('source').load(file);

  // When they are moved
  const { env } = journey('hapi', 'import');
  await world.startServices({ ...demoEnvironment(world, { start: DATES.from, end: DATES.to }), ...env });
  const report = await finished(world);

  // Then two are there and two are not, and the verdict says so
  assert.equal(report.verdict, 'mismatched');
  const rejected = Object.fromEntries(report.types.map(({ type, rejected: count }) => [type, count]));
  assert.deepEqual(rejected, { Observation: 1, Patient: 1 });
  const destination = world.server('destination');
  assert.deepEqual((await destination.current('Observation')).map(({ id }) => id), ['good']);
  assert.deepEqual((await destination.current('Patient')).map(({ id }) => id), ['known']);
});

test('lines that a HAPI imports late put nothing old in the place of something newer', async (context) => {
  // Given a migration of which a HAPI refused two lines, because they refer to a patient who comes later
  const world = emptyWorld(context);
  await startServersWithHapi(world, 'destination');
  const [source, destination] = [world.server('source'), world.server('destination')];
  const load = async (name, ...lines) => {
    const file = join(world.folder, `${name}.ndjson`);
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await source.load(file);
  };
  const meta = (versionId, after) => ({ versionId, lastUpdated: new Date(Date.parse(after) + 1_000).toISOString() });
  const observation = (id, rest) => ({
    resourceType: 'Observation',
    id,
    code: { text: 'x' },
    subject: { reference: 'Patient/late' },
    ...rest,
  });
  await load(
    'first',
    { resourceType: 'Patient', id: 'early', meta: meta('1', DATES.from) },
    observation('changed', { meta: meta('1', DATES.from), status: 'preliminary' }),
    observation('deleted', { meta: meta('1', DATES.from), status: 'preliminary' }),
  );
  const { env } = journey('hapi', 'import');
  await world.startServices({
    ...demoEnvironment(world, { start: DATES.from, end: DATES.to }),
    ...env,
    FERRY_MIGRATION_WINDOW: 'P365D',
  });
  assert.equal(sum((await finished(world)).types, 'rejected'), 2);
  const [window] = /\S+-tile/.exec(await ferry(world, 'windows', '--state', 'mismatched'));

  // When the patient has come with a later window, one line has changed at the source and the other one is gone
  const extension = [
    { url: 'http://azurehealthcareapis.com/data-extensions/deleted-state', valueString: 'soft-deleted' },
  ];
  await load(
    'second',
    { resourceType: 'Patient', id: 'late', meta: meta('1', DATES.to) },
    observation('changed', { meta: meta('2', DATES.to), status: 'final' }),
    { resourceType: 'Observation', id: 'deleted', meta: { ...meta('2', DATES.to), extension } },
  );
  const later = { FERRY_MIGRATION_END: DATES.till };
  await Promise.all(['exporter', 'verifier'].map((name) => world.service(name).restart(later)));
  assert.equal((await finished(world)).verdict, 'mismatched');
  await ferry(world, 'redrive', window, '--lines', '--by', 'alice', '--reason', 'the patient is there');
  const report = await finished(world);

  // Then nothing old has come in the place of something newer, nothing that is gone, and everything is proven
  assert.equal(report.verdict, 'verified', JSON.stringify(report.findings));
  const arrived = await destination.current('Observation');
  assert.deepEqual(
    arrived.map(({ id, status, meta: { versionId } }) => [id, status, versionId]),
    [['changed', 'final', '1']],
  );
});

/**
 * An empty HAPI, and a source that holds the first resources of a population in all their versions.
 *
 * @param {'import' | 'bundle'} mode
 * @param {number} count
 */
async function beforeHapi(context, mode, count) {
  const world = emptyWorld(context);
  const { env, referentialIntegrity } = journey('hapi', mode);
  const [files] = await Promise.all([
    population(world.household, PATIENTS, 'intact'),
    startServersWithHapi(world, 'destination', { referentialIntegrity }),
  ]);
  const expected = currentResources(files.population).slice(0, count);
  assert.equal(expected.length, count);
  const keys = new Set(expected.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const lines = readFileSync(files.population, 'utf8').split('\n').filter(Boolean);
  const file = join(world.folder, 'source.ndjson');
  writeFileSync(
    file,
    lines
      .filter((line) => {
        const { resourceType, id } = JSON.parse(line);
        return keys.has(`${resourceType}/${id}`);
      })
      .map((line) => `${line}\n`)
      .join(''),
  );
  await world.server('source').load(file);
  return { world, env: { ...demoEnvironment(world, { start: DATES.from, end: DATES.to }), ...env }, expected };
}

/** Whether a HAPI has what is expected and nothing else, each resource verified by its content. */
async function assertArrived(world, report, expected) {
  assert.equal(report.verdict, 'verified', JSON.stringify(report.findings.slice(0, 10)));
  assert.equal(report.equivalence.name, 'hapi');
  assert.equal(sum(report.types, 'verified'), expected.length);
  const destination = world.server('destination');
  const ids = (type, resources) =>
    resources.filter(({ resourceType }) => resourceType === type).map(({ id }) => id).sort();
  for (const type of new Set(expected.map(({ resourceType }) => resourceType))) {
    assert.equal(await destination.count(type), ids(type, expected).length, type);
  }
  assert.deepEqual(ids('Patient', await destination.current('Patient')), ids('Patient', expected));
}

function sum(types, figure) {
  return types.reduce((all, type) => all + type[figure], 0);
}

function iso(millis) {
  return new Date(millis).toISOString();
}
