import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pause } from '../waiting.mjs';
import { Supervisor } from './supervisor.mjs';
import { Tally } from './tally.mjs';

/** A replica without a process, that takes some time to be ready. */
class Replica {
  name = 'copier';
  launches = 0;
  kills = 0;

  constructor(startMillis) {
    this.startMillis = startMillis;
    this.launch();
  }

  launch() {
    this.launches++;
    const child = {};
    child.exited = new Promise((resolve) => (child.exit = (code) => resolve({ code })));
    this.child = child;
  }

  ready() {
    return pause(this.startMillis);
  }

  async kill() {
    this.kills++;
    this.child.exit(137);
  }
}

const never = new Promise(() => {});

function supervised(startMillis) {
  const replica = new Replica(startMillis);
  const tally = new Tally();
  const supervisor = new Supervisor(tally, never);
  supervisor.keep(replica);
  return { replica, tally, supervisor };
}

test('a killed replica is started again, and counted once', async () => {
  const { replica, tally, supervisor } = supervised(0);

  await Promise.all([supervisor.kill('copier', 20, true), supervisor.kill('copier', 20, true)]);

  assert.deepEqual([replica.kills, replica.launches], [1, 2]);
  assert.deepEqual(tally.toJSON(), { 'kill -9': { copier: 1 }, 'started again': { copier: 1 } });
});

test('a replica is spared until it has worked for as long as it took to start', async () => {
  const { replica, supervisor } = supervised(300);
  await supervisor.kill('copier', 0, true);

  await pause(450);
  await supervisor.kill('copier', 0, true);
  assert.equal(replica.kills, 1, 'killed although it is young');

  await pause(300);
  await supervisor.kill('copier', 0, true);
  assert.equal(replica.kills, 2);
});

test('some kills spare nobody', async () => {
  const { replica, supervisor } = supervised(2_000);
  await supervisor.kill('copier', 0, true);

  await supervisor.kill('copier', 0, false);

  assert.equal(replica.kills, 2);
});

test('a replica that ends by itself is started again', async () => {
  const { replica, tally } = supervised(0);

  replica.child.exit(78);
  await pause(1_200);

  assert.equal(replica.launches, 2);
  assert.equal(tally.of('ended by itself', 'copier with 78'), 1);
});

test('nothing is started after the end', async () => {
  const { replica, supervisor } = supervised(0);

  supervisor.end();
  replica.child.exit(0);
  await pause(1_200);

  assert.equal(replica.launches, 1);
});
