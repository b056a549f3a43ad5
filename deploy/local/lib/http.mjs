import { Trouble } from './trouble.mjs';

const TIMEOUT_MILLIS = 30_000;

/**
 * Gets JSON.
 *
 * @param {string} url
 * @param {Record<string, string>} [headers]
 * @param {number} [timeoutMillis]
 * @returns {Promise<any | undefined>} undefined for 404
 * @throws {Trouble} on any other status than 200
 */
export async function getJson(url, headers = {}, timeoutMillis = TIMEOUT_MILLIS) {
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...headers },
    signal: AbortSignal.timeout(timeoutMillis),
  });
  const body = await response.text();
  if (response.status === 404) {
    return undefined;
  }
  if (response.status !== 200) {
    throw new Trouble(told(response, body) ?? `GET ${url} answered ${response.status}.`);
  }
  return JSON.parse(body);
}

/** What the server says about a refusal, if it says anything. */
function told(response, body) {
  return response.headers.get('content-type')?.includes('json') ? JSON.parse(body).message : undefined;
}

/**
 * Posts JSON.
 *
 * @returns {Promise<{status: number, answer: any}>} whatever the status; the answer is undefined when it is no JSON
 */
export async function postJson(url, body, headers = {}, timeoutMillis = TIMEOUT_MILLIS) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMillis),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return { status: response.status, answer: json && text ? JSON.parse(text) : undefined };
}

/** Gets text; throws {@link Trouble} on any other status than 200. */
export async function getText(url, timeoutMillis = TIMEOUT_MILLIS) {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMillis) });
  const body = await response.text();
  if (response.status !== 200) {
    throw new Trouble(`GET ${url} answered ${response.status}.`);
  }
  return body;
}

/** Whether the URL answers 200 now; a refused connection is no. */
export async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
