import { createHmac } from 'node:crypto';
import { Trouble } from './trouble.mjs';

const VERSION = '2021-12-02';

/**
 * Reads a blob with the key of its account.
 *
 * @param {string} connectionString of the account
 * @param {string} url of the blob
 * @returns {Promise<string>} its text
 */
export async function readBlob(connectionString, url) {
  const response = await send(connectionString, url, 'GET', '', {});
  return response.text();
}

/** Writes a text over a blob, with the key of its account. */
export async function writeBlob(connectionString, url, text) {
  await send(connectionString, url, 'PUT', text, { 'x-ms-blob-type': 'BlockBlob' });
}

async function send(connectionString, url, method, body, headers) {
  const account = Object.fromEntries(
    connectionString.split(';').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  );
  const signed = { ...headers, 'x-ms-date': new Date().toUTCString(), 'x-ms-version': VERSION };
  const response = await fetch(url, {
    method,
    ...(method === 'PUT' ? { body } : {}),
    headers: { ...signed, authorization: sharedKey(account, url, method, Buffer.byteLength(body), signed) },
  });
  if (!response.ok) {
    throw new Trouble(`${method} of a blob answered ${response.status}.`);
  }
  return response;
}

/** The authorization by Shared Key: a signature over the method, some headers and the path. */
function sharedKey(account, url, method, length, headers) {
  const type = method === 'PUT' ? 'text/plain;charset=UTF-8' : '';
  const canonical = Object.keys(headers)
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('');
  const toSign = `${method}\n\n\n${length || ''}\n\n${type}\n\n\n\n\n\n\n${canonical}/${account.AccountName}${new URL(url).pathname}`;
  const signature = createHmac('sha256', Buffer.from(account.AccountKey, 'base64')).update(toSign, 'utf8').digest('base64');
  return `SharedKey ${account.AccountName}:${signature}`;
}
