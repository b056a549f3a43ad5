import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuOf, cpuSeconds } from './cpu.mjs';

test('the time of a process is read, whatever its name', () => {
  const stat = '42 (a (b) c) S 1 42 42 0 -1 4194560 1 2 3 4 1234 56 7 8 20 0 1 0 100 200 300';

  assert.deepEqual(cpuSeconds(stat), { user: 12.34, kernel: 0.56 });
});

test('this process has had some time', () => {
  assert.ok(cpuOf(process.pid).user > 0);
});
