import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transactionsLine, transactionsOf } from './transactions.mjs';

const EXPORTER = `
ferry_storage_transactions_total{operation="transaction",purpose="window",service="table"} 20
ferry_storage_transactions_total{operation="query",purpose="upkeep",service="table"} 7
ferry_storage_transactions_total{operation="get-entity",purpose="job",service="table"} 8
ferry_storage_transactions_total{operation="receive",purpose="messages",service="queue"} 30
ferry_storage_transactions_total{operation="send",purpose="messages",service="queue"} 6
ferry_storage_transactions_total{operation="update",purpose="messages",service="queue"} 6
ferry_storage_transactions_total{operation="delete",purpose="messages",service="queue"} 6
ferry_storage_transactions_total{operation="peek",purpose="messages",service="queue"} 3
ferry_queue_polls_total{queue="ferry-export"} 30
ferry_queue_polls_idle_total{queue="ferry-export"} 18
ferry_stage_looks_total 4
`;

const COPIER = `
ferry_storage_transactions_total{operation="put-blob",purpose="window",service="blob"} 2
ferry_storage_transactions_total{operation="receive",purpose="messages",service="queue"} 2
ferry_queue_polls_total{queue="ferry-copy"} 2
ferry_queue_polls_idle_total{queue="ferry-copy"} 2
`;

test('requests are told apart by what they were for, and add up', () => {
  const figures = transactionsOf([EXPORTER, COPIER]);

  // 4 looks of 12 settled messages: 4 updates, and a third of the 12 receives that brought messages.
  assert.deepEqual(figures, { windows: 20 + 2 + 6 + 8 + 8, jobs: 8 + 4 + 4, idle: 20, upkeep: 7 + 3, all: 90 });
});

test('nothing measured is nothing', () => {
  assert.deepEqual(transactionsOf([]), { windows: 0, jobs: 0, idle: 0, upkeep: 0, all: 0 });
});

test('the line gives the share of one window', () => {
  assert.equal(
    transactionsLine([EXPORTER, COPIER], 2),
    'Storage transactions per window: 22, and 8 to look at jobs · idle receives 20 · upkeep 10',
  );
});
