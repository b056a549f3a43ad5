import { createHmac } from 'node:crypto';
import { Trouble } from './trouble.mjs';

const VERSION = '2020-12-06';
const LIFETIME_MILLIS = 24 * 3600 * 1000;
const TIMEOUT_MILLIS = 60_000;

/** Blobs, queues and tables of a storage account behind the services' back, for tests and measurements. */
export class Storage {
  #endpoints;
  #signature;

  /** @param {string} connectionString with the account's key and endpoints */
  constructor(connectionString) {
    const parts = Object.fromEntries(
      connectionString
        .split(';')
        .filter(Boolean)
        .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
    );
    this.#endpoints = { blob: parts.BlobEndpoint, queue: parts.QueueEndpoint, table: parts.TableEndpoint };
    this.#signature = accountSignature(parts.AccountName, parts.AccountKey);
  }

  /** Puts a message into a queue as it is, visible at once and for ever. */
  async send(queue, text) {
    const body = `<?xml version="1.0" encoding="utf-8"?><QueueMessage><MessageText>${text}</MessageText></QueueMessage>`;
    await this.#request('queue', 'POST', `${queue}/messages`, { messagettl: '-1' }, body, 'application/xml');
  }

  /** How many messages a queue holds, hidden ones included; 0 when there is no such queue. */
  async depth(queue) {
    const response = await this.#request('queue', 'GET', queue, { comp: 'metadata' }, undefined, undefined, [404]);
    return response.status === 404 ? 0 : Number(response.headers.get('x-ms-approximate-messages-count'));
  }

  /** The entities of a table that match a filter, page by page. */
  async entities(table, filter) {
    const found = [];
    let next = {};
    do {
      const response = await this.#request('table', 'GET', `${table}()`, { $filter: filter, ...next });
      found.push(...JSON.parse(response.text).value);
      next = continuation(response.headers);
    } while (Object.keys(next).length > 0);
    return found;
  }

  /** Inserts an entity with all its properties. */
  async insert(table, entity) {
    await this.#request('table', 'POST', table, {}, JSON.stringify(entity), 'application/json');
  }

  /** Replaces an entity whatever its version, or inserts it. */
  async upsert(table, entity) {
    const key = `${table}(PartitionKey='${entity.PartitionKey}',RowKey='${entity.RowKey}')`;
    await this.#request('table', 'PUT', key, {}, JSON.stringify(entity), 'application/json');
  }

  /** The text of a blob, by its URL. */
  async readBlob(url) {
    return (await this.#request('blob', 'GET', this.#pathOf(url), {})).text;
  }

  /** Writes a text over a blob, by its URL. */
  async writeBlob(url, text) {
    await this.#request('blob', 'PUT', this.#pathOf(url), {}, text, 'application/octet-stream');
  }

  #pathOf(url) {
    return url.slice(this.#endpoints.blob.length + 1);
  }

  async #request(service, method, path, query, body, type, accepted = []) {
    const url = new URL(`${this.#endpoints[service]}/${path}`);
    for (const [name, value] of Object.entries({ ...query, ...this.#signature })) {
      url.searchParams.set(name, value);
    }
    const response = await fetch(url, {
      method,
      body,
      headers: {
        ...(type ? { 'content-type': type } : {}),
        ...(service === 'table' ? { accept: 'application/json;odata=minimalmetadata', prefer: 'return-no-content' } : {}),
        ...(service === 'blob' && method === 'PUT' ? { 'x-ms-blob-type': 'BlockBlob' } : {}),
        'x-ms-version': VERSION,
      },
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    const text = await response.text();
    if (!response.ok && !accepted.includes(response.status)) {
      throw new Trouble(`The ${service} service answered ${response.status} to ${method} ${path}: ${text.slice(0, 300)}`);
    }
    return { status: response.status, headers: response.headers, text };
  }
}

/** A shared access signature for blobs, queues and tables of an account, as query parameters. */
function accountSignature(account, key) {
  const fields = {
    sv: VERSION,
    ss: 'bqt',
    srt: 'sco',
    sp: 'rwdlacup',
    se: new Date(Date.now() + LIFETIME_MILLIS).toISOString().replace(/\.\d+Z/, 'Z'),
  };
  const { sp, ss, srt, se, sv } = fields;
  const text = [account, sp, ss, srt, '', se, '', '', sv, '', ''].join('\n');
  const sig = createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');
  return { ...fields, sig };
}

function continuation(headers) {
  const next = {};
  for (const name of ['NextPartitionKey', 'NextRowKey']) {
    const value = headers.get(`x-ms-continuation-${name}`);
    if (value) {
      next[name] = value;
    }
  }
  return next;
}
