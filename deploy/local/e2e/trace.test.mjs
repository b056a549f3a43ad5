import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SERVICES } from '../lib/build.mjs';
import { finished, loadedWorld } from './harness.mjs';

const LINE = /^.* \[([0-9a-f]{32})?\] (FERRY-[A-Z]+-\d{4}): .*\bwindow=(\S+)/;

/** What a service logged of windows: the traces of each, with the messages. */
function tracesOf(service) {
  const traces = new Map();
  for (const line of readFileSync(service.log, 'utf8').split('\n')) {
    const [, trace, code, window] = LINE.exec(line) ?? [];
    if (window) {
      traces.set(window, [...(traces.get(window) ?? []), { trace, code }]);
    }
  }
  return traces;
}

test('a window keeps one trace through all services, and the servers see it', async (context) => {
  // Given a migration of some windows that has ended
  const { world, env } = await loadedWorld(context);
  await world.startServices(env);
  assert.equal((await finished(world)).verdict, 'verified');

  // When the logs are searched for each window
  const tiles = (await world.windows()).filter(({ kind }) => kind === 'tile').map(({ id }) => id);
  const logs = new Map(world.services.map((service) => [service.name, tracesOf(service)]));
  const ids = tiles.map((window) => {
    const lines = SERVICES.flatMap((name) => {
      const told = logs.get(name).get(window) ?? [];
      assert.ok(told.length > 0, `the ${name} logged nothing of ${window}`);
      return told.map((line) => ({ name, ...line }));
    });

    // Then all its lines bear the same trace
    const traces = new Set(lines.map(({ trace }) => trace));
    assert.equal(traces.size, 1, `${window}: ${JSON.stringify(lines)}`);
    return [...traces][0];
  });

  // And each window has its own
  assert.ok(tiles.length > 1);
  assert.ok(ids.every(Boolean));
  assert.equal(new Set(ids).size, tiles.length);

  // And the source was asked for one export in each of them, the destination for imports, and both to verify
  const [source, destination] = await Promise.all(['source', 'destination'].map((name) => world.emulator(name).traces()));
  ids.forEach((id) => assert.equal(source[id]?.export, 1, `exports in the trace ${id}: ${JSON.stringify(source[id])}`));
  const imports = Object.entries(destination).filter(([, kinds]) => kinds.import > 0);
  assert.ok(imports.length > 0);
  imports.forEach(([id]) => assert.ok(ids.includes(id), `an import in a trace of no window: ${id}`));
  ids.forEach((id) => assert.ok(destination[id], `nothing was asked of the destination in the trace ${id}`));
});
