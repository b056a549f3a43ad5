import { once } from 'node:events';
import { createServer } from 'node:http';
import { Trouble } from '../trouble.mjs';
import { until } from '../waiting.mjs';
import { atOnce } from './figures.mjs';

const FHIR = 'application/fhir+json';
const NDJSON = 'application/fhir+ndjson';
const REQUEST_MILLIS = 300_000;

/**
 * Puts resources by batches, as a simple client would: some at a time, each of so many entries.
 *
 * @param {string} url the base of a FHIR server
 * @param {any[]} resources
 * @param {{entries: number, atATime: number}} how
 */
export async function sendBatches(url, resources, { entries, atATime }) {
  const batches = [];
  for (let i = 0; i < resources.length; i += entries) {
    batches.push(resources.slice(i, i + entries));
  }
  await atOnce(
    atATime,
    batches.map((batch) => () => sendBatch(url, batch)),
  );
}

async function sendBatch(url, resources) {
  const entry = resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  const answer = await ask(url, 'POST', { resourceType: 'Bundle', type: 'batch', entry });
  const { entry: answers } = JSON.parse(answer.text);
  const refused = answers.filter(({ response }) => !response.status.startsWith('2'));
  if (answers.length !== resources.length || refused.length > 0) {
    throw new Trouble(`${refused.length} of ${resources.length} entries of a batch were refused: ${answer.text.slice(0, 300)}`);
  }
}

/**
 * Has a HAPI import resources by its `$import`, from files that this process serves.
 *
 * @param {string} url the base of its FHIR interface
 * @param {any[]} resources
 */
export async function importByHapi(url, resources) {
  const types = [...new Set(resources.map(({ resourceType }) => resourceType))];
  const text = (type) =>
    resources.filter(({ resourceType }) => resourceType === type).map((one) => `${JSON.stringify(one)}\n`);
  const files = createServer((request, response) => {
    response.setHeader('content-type', NDJSON);
    response.end(text(request.url.slice(1)).join(''));
  });
  files.listen(0, '127.0.0.1');
  await once(files, 'listening');
  try {
    const from = `http://127.0.0.1:${files.address().port}`;
    const started = await ask(`${url}/$import`, 'POST', kickOff(from, types), { prefer: 'respond-async' });
    const job = started.headers.get('content-location');
    const end = await until(
      'The end of the import',
      async () => {
        const look = await ask(job, 'GET');
        return look.status === 202 ? undefined : look;
      },
      { millis: REQUEST_MILLIS, everyMillis: 250 },
    );
    if (!end.text.includes('Total Failed: 0') && /FAILURE/.test(end.text)) {
      throw new Trouble(`HAPI refused some of what it imported: ${end.text.slice(0, 300)}`);
    }
  } finally {
    files.close();
    files.closeAllConnections();
  }
}

function kickOff(from, types) {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'inputFormat', valueCode: NDJSON },
      { name: 'inputSource', valueUri: from },
      { name: 'storageDetail', part: [{ name: 'type', valueCode: 'https' }] },
      ...types.map((type) => ({
        name: 'input',
        part: [
          { name: 'type', valueCode: type },
          { name: 'url', valueUri: `${from}/${type}` },
        ],
      })),
    ],
  };
}

async function ask(url, method, body, headers = {}) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': FHIR, ...headers },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_MILLIS),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Trouble(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`);
  }
  return { status: response.status, headers: response.headers, text };
}
