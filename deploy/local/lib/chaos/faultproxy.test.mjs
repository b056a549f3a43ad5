import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { test } from 'node:test';
import { until } from '../waiting.mjs';
import { Dice } from './dice.mjs';
import { FaultProxy } from './faultproxy.mjs';
import { classify, ODDS } from './storagefaults.mjs';
import { Tally } from './tally.mjs';

const TWO_MESSAGES =
  '<?xml version="1.0"?><QueueMessagesList><QueueMessage><MessageId>1</MessageId></QueueMessage>' +
  '<QueueMessage><MessageId>2</MessageId></QueueMessage></QueueMessagesList>';

/** A storage that remembers what it was asked, behind a proxy that does one thing to every request of a kind. */
async function behindProxy(context, odds) {
  const seen = [];
  const storage = createServer(async (incoming, answer) => {
    const chunks = [];
    for await (const chunk of incoming) {
      chunks.push(chunk);
    }
    const { method, url, rawHeaders } = incoming;
    seen.push({ method, url, rawHeaders, headers: incoming.headers, body: Buffer.concat(chunks).toString() });
    answer.writeHead(200, { 'x-ms-request-id': 'r1', ETag: '"e1"' });
    answer.end(TWO_MESSAGES);
  });
  await new Promise((resolve) => storage.listen(0, '127.0.0.1', resolve));
  const { port } = storage.address();
  const tally = new Tally();
  const none = Object.fromEntries(Object.keys(ODDS).map((kind) => [kind, {}]));
  const upstream = () => ({ blob: port, queue: port, table: port });
  const proxy = new FaultProxy(upstream, new Dice(1), tally, { ...none, ...odds });
  const ports = await proxy.start();
  proxy.calm = false;
  context.after(async () => {
    await proxy.close();
    storage.closeAllConnections();
    storage.close();
  });
  return { proxy, ports, tally, seen };
}

function ask(port, method, path, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('what is let through arrives as it was sent, with its Host, path and signature', async (context) => {
  const { ports, seen, tally } = await behindProxy(context, {});
  const headers = { Host: 'account.example:1234', Authorization: 'SharedKey a:b', 'Content-Length': '5' };

  const answer = await ask(ports.blob, 'PUT', '/account/container/a%20b?sig=x%2By', { headers, body: 'hello' });

  assert.equal(seen[0].url, '/account/container/a%20b?sig=x%2By');
  assert.equal(seen[0].body, 'hello');
  assert.equal(seen[0].headers.host, 'account.example:1234');
  assert.equal(seen[0].headers.authorization, 'SharedKey a:b');
  assert.equal(seen[0].headers['content-length'], '5');
  assert.deepEqual([answer.status, answer.headers.etag, answer.body], [200, '"e1"', TWO_MESSAGES]);
  assert.equal(tally.of('storage blob'), 0);
});

for (const [fate, service, kind, method, path] of [
  ['error500', 'blob', 'blobRead', 'GET', '/a/c/b'],
  ['error503', 'queue', 'queueSend', 'POST', '/a/q/messages'],
  ['error503', 'table', 'tableRead', 'GET', '/a/t()'],
]) {
  test(`${fate} of the ${service} service is answered without asking the storage`, async (context) => {
    const { ports, seen, tally } = await behindProxy(context, { [kind]: { [fate]: 1 } });

    const answer = await ask(ports[service], method, path);

    assert.equal(answer.status, Number(fate.slice(-3)));
    assert.ok(answer.headers['x-ms-error-code']);
    assert.equal(seen.length, 0);
    assert.equal(tally.of(`storage ${service}`, fate), 1);
  });
}

test('a lost answer is the answer to a request that was worked on', async (context) => {
  const { ports, seen } = await behindProxy(context, { tableWrite: { lose: 1 } });

  await assert.rejects(ask(ports.table, 'POST', '/account/$batch', { body: 'x' }), /socket hang up|ECONNRESET/);

  assert.equal(seen.length, 1);
});

test('a cut request never reaches the storage', async (context) => {
  const { ports, seen } = await behindProxy(context, { blobWrite: { cut: 1 } });

  await assert.rejects(ask(ports.blob, 'PUT', '/account/container/blob', { body: 'x' }));

  assert.equal(seen.length, 0);
});

test('half an answer announces its whole length', async (context) => {
  const { ports } = await behindProxy(context, { blobRead: { half: 1 } });

  await assert.rejects(ask(ports.blob, 'GET', '/account/container/blob'), /aborted|ECONNRESET/);
});

test('a message is sent twice, at once or later', async (context) => {
  for (const fate of ['twice', 'twiceLate']) {
    const { ports, seen } = await behindProxy(context, { queueSend: { [fate]: 1 } });

    const answer = await ask(ports.queue, 'POST', '/account/queue/messages', { body: '<QueueMessage/>' });

    assert.equal(answer.status, 200);
    await until('The second message', async () => (seen.length === 2 ? true : undefined), { millis: 25_000 });
    assert.deepEqual(seen[0], seen[1]);
  }
});

test('received messages come in the opposite order', async (context) => {
  const { ports } = await behindProxy(context, { queueReceive: { reorder: 1 } });

  const { body } = await ask(ports.queue, 'GET', '/account/queue/messages?numofmessages=32');

  assert.deepEqual(body.match(/<MessageId>\d/g), ['<MessageId>2', '<MessageId>1']);
});

test('a queue whose messages are withheld is empty for some time, and others are not', async (context) => {
  const { ports, proxy, seen } = await behindProxy(context, { queueReceive: { withhold: 1 } });
  const receive = () => ask(ports.queue, 'GET', '/account/queue/messages');

  assert.match((await receive()).body, /<QueueMessagesList \/>/);
  assert.match((await receive()).body, /<QueueMessagesList \/>/);
  assert.equal(seen.length, 0);

  proxy.calm = true;
  assert.equal((await receive()).body, TWO_MESSAGES);
});

test('a conflict in a transaction is a part with 412 in an answer with 202', async (context) => {
  const { ports, seen } = await behindProxy(context, { tableWrite: { conflict: 1 } });

  const batch = await ask(ports.table, 'POST', '/account/$batch', { body: 'x' });
  const single = await ask(ports.table, 'PUT', "/account/t(PartitionKey='p',RowKey='r')", { headers: { 'If-Match': 'e' } });

  assert.equal(batch.status, 202);
  assert.match(batch.body, /HTTP\/1\.1 412 Precondition Failed[\s\S]*UpdateConditionNotSatisfied[\s\S]*"0:The update/);
  assert.equal(single.status, 412);
  assert.equal(seen.length, 0);
});

test('while calm nothing is done to anything', async (context) => {
  const { ports, proxy, seen } = await behindProxy(context, { blobRead: { cut: 1 } });
  proxy.calm = true;

  assert.equal((await ask(ports.blob, 'GET', '/account/container/blob')).status, 200);
  assert.equal(seen.length, 1);
});

test('a storage that is down cuts whoever asks', async (context) => {
  const proxy = new FaultProxy(() => ({ blob: 9, queue: 9, table: 9 }), new Dice(1), new Tally());
  context.after(() => proxy.close());
  const ports = await proxy.start();

  await assert.rejects(ask(ports.blob, 'GET', '/account/container/blob'));
});

test('requests are told apart by what a fault would mean to them', () => {
  const kind = (service, method, url, headers = {}) => classify(service, { method, url, headers });

  assert.equal(kind('blob', 'HEAD', '/a/c/b'), 'blobRead');
  assert.equal(kind('blob', 'PUT', '/a/c/b?comp=block'), 'blobWrite');
  assert.equal(kind('queue', 'POST', '/a/q/messages?messagettl=-1'), 'queueSend');
  assert.equal(kind('queue', 'GET', '/a/q/messages?numofmessages=3'), 'queueReceive');
  assert.equal(kind('queue', 'GET', '/a/q/messages?peekonly=true'), 'queueSettle');
  assert.equal(kind('queue', 'DELETE', '/a/q/messages/id?popreceipt=x'), 'queueSettle');
  assert.equal(kind('table', 'POST', '/a/$batch'), 'tableWrite');
  assert.equal(kind('table', 'PUT', '/a/t(x)', { 'if-match': '*' }), 'tableWrite');
  assert.equal(kind('table', 'POST', '/a/t'), 'tableRead');
});
