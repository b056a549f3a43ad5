/**
 * What can be done to a request to Azure Storage, and to which requests. `lose` lets the service do its work and loses
 * the answer; `silence` never answers; `half` cuts the answer in its middle.
 */
const ANY = { error500: 0.006, error503: 0.008, cut: 0.004, lose: 0.006, delay: 0.02, silence: 0.0008 };

/** Chances per request, by what the request is. */
export const ODDS = Object.freeze({
  blobRead: { ...ANY, half: 0.02 },
  blobWrite: { ...ANY, lose: 0.02 },
  queueSend: { ...ANY, lose: 0.03, twice: 0.06, twiceLate: 0.04, delay: 0.06 },
  queueReceive: { ...ANY, withhold: 0.015, reorder: 0.5 },
  queueSettle: { ...ANY, lose: 0.03 },
  tableWrite: { ...ANY, lose: 0.03, conflict: 0.03 },
  tableRead: ANY,
});

/**
 * What a request is.
 *
 * @param {'blob' | 'queue' | 'table'} service
 * @param {{method: string, url: string, headers: Record<string, string | undefined>}} request
 * @returns {keyof ODDS}
 */
export function classify(service, { method, url, headers }) {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const reads = method === 'GET' || method === 'HEAD';
  if (service === 'blob') {
    return reads ? 'blobRead' : 'blobWrite';
  }
  if (service === 'table') {
    const batch = pathname.endsWith('/$batch');
    return batch || (!reads && headers['if-match'] !== undefined) ? 'tableWrite' : 'tableRead';
  }
  if (/\/messages$/.test(pathname)) {
    if (method === 'POST') {
      return 'queueSend';
    }
    return method === 'GET' && !searchParams.has('peekonly') ? 'queueReceive' : 'queueSettle';
  }
  return 'queueSettle';
}

/** The error that a service answers with, as it words it. */
export function errorAnswer(service, status) {
  const [code, message] =
    status === 503 ? ['ServerBusy', 'The server is busy.'] : ['InternalError', 'Server encountered an internal error.'];
  return service === 'table' ? tableError(status, code, message) : xmlError(status, code, message);
}

/** The answer to a conditional write to a table, alone or in a transaction, whose row has changed in between. */
export function conflictAnswer(batch) {
  const message = 'The update condition specified in the request was not satisfied.';
  if (!batch) {
    return tableError(412, 'UpdateConditionNotSatisfied', message);
  }
  // In a transaction the message begins with the index of the operation that failed; clients read it.
  const single = tableError(412, 'UpdateConditionNotSatisfied', `0:${message}`);
  const part = [
    '--changesetresponse_chaos',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    'HTTP/1.1 412 Precondition Failed',
    ...Object.entries(single.headers).map(([name, value]) => `${name}: ${value}`),
    '',
    single.body,
    '--changesetresponse_chaos--',
  ];
  const body = [
    '--batchresponse_chaos',
    'Content-Type: multipart/mixed; boundary=changesetresponse_chaos',
    '',
    ...part,
    '--batchresponse_chaos--',
    '',
  ].join('\r\n');
  return { status: 202, headers: { 'content-type': 'multipart/mixed; boundary=batchresponse_chaos' }, body };
}

/** The answer to a receive from a queue without messages. */
export function emptyQueueAnswer() {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: '<?xml version="1.0" encoding="utf-8"?><QueueMessagesList />',
  };
}

/** The messages of an answer to a receive in the opposite order; undefined when there are fewer than two. */
export function reordered(xml) {
  const messages = xml.match(/<QueueMessage>[\s\S]*?<\/QueueMessage>/g) ?? [];
  if (messages.length < 2) {
    return undefined;
  }
  const begin = xml.indexOf(messages[0]);
  const end = xml.lastIndexOf(messages.at(-1)) + messages.at(-1).length;
  return xml.slice(0, begin) + messages.reverse().join('') + xml.slice(end);
}

function xmlError(status, code, message) {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

function tableError(status, code, message) {
  return {
    status,
    headers: { 'content-type': 'application/json;odata=minimalmetadata', 'x-ms-error-code': code },
    body: JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: message } } }),
  };
}
