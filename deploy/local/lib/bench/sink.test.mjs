import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, Sink } from './sink.mjs';

test('a sink says yes to every entry of a bundle', async (context) => {
  const sink = new Sink();
  await sink.start();
  context.after(() => sink.stop());
  const entry = ['a', 'b'].map((id) => ({
    resource: { resourceType: 'Patient', id },
    request: { method: 'PUT', url: `Patient/${id}` },
  }));

  const response = await fetch(sink.url, {
    method: 'POST',
    body: JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }),
  });

  assert.deepEqual(
    (await response.json()).entry.map(({ response: { status } }) => status),
    ['200', '200'],
  );
  assert.equal(sink.entries, 2);
  assert.equal(sink.bundles, 1);
});

test('a bundle of nothing has no entries', () => {
  assert.equal(count(Buffer.from('{"resourceType":"Bundle","entry":[]}')), 0);
});
