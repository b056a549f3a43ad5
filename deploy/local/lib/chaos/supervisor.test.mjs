import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pause } from '../waiting.mjs';
import { Supervisor } from './supervisor.mjs';
import { Tally } from './tally.mjs';

/** A replica without a process, that is ready or not. */
class Replica {
  name = 'copier';
  launches = 0;
  kills = 0;

  constructor(isReady) {
    this.isReady = async () => isReady;
    this.launch();
  }

  launch() {
    this.launches++;
    const child = {};
    child.exited = new Promise((resolve) => (child.exit = (code) => resolve({ code })));
    this.child = child;
  }

  async kill() {
    this.kills++;
    this.child.exit(137);
  }
}

const never = new Promise(() => {});

function supervised(isReady) {
  const replica = new Replica(isReady);
  const tally = new Tally();
  const supervisor = new Supervisor(tally, never);
  supervisor.keep(replica);
  return { replica, tally, supervisor };
}

test('a killed replica is started again, and counted once', async () => {
  const { replica, tally, supervisor } = supervised(true);

  await Promise.all([supervisor.kill('copier', 20, true), supervisor.kill('copier', 20, true)]);

  assert.deepEqual([replica.kills, replica.launches], [1, 2]);
  assert.deepEqual(tally.toJSON(), { 'kill -9': { copier: 1 }, 'started again': { copier: 1 } });
});

test('a replica that is not ready is spared, unless the kill spares nobody', async () => {
  const { replica, supervisor } = supervised(false);

  await supervisor.kill('copier', 0, true);
  assert.equal(replica.kills, 0);

  await supervisor.kill('copier', 0, false);
  assert.equal(replica.kills, 1);
});

test('a replica that ends by itself is started again', async () => {
  const { replica, tally } = supervised(true);

  replica.child.exit(78);
  await pause(1_200);

  assert.equal(replica.launches, 2);
  assert.equal(tally.of('ended by itself', 'copier with 78'), 1);
});

test('nothing is started after the end', async () => {
  const { replica, supervisor } = supervised(true);

  supervisor.end();
  replica.child.exit(0);
  await pause(1_200);

  assert.equal(replica.launches, 1);
});
