import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rememberApi } from './folders.mjs';
import { operate } from './operations.mjs';
import { temporaryFolder } from './testing.mjs';

const WINDOW = '20260101T000000000-20260201T000000000-all-tile';

/** An exporter that answers by path, and remembers what it was asked. */
async function exporter(context, answers) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    requests.push({ method: request.method, path: request.url, body: body && JSON.parse(body), ...request.headers });
    const [status, answer] = answers[request.url] ?? [404, { message: 'unknown' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  context.after(() => server.close());
  const folder = temporaryFolder(context);
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, 'secret\n');
  rememberApi(folder, { url: `http://127.0.0.1:${server.address().port}`, tokenFile });
  const said = [];
  const ferry = (...argv) => operate([...argv, '--folder', folder], {}, (line) => said.push(line));
  return { folder, requests, said, ferry };
}

test('status tells the verdict and the windows that need somebody', async (context) => {
  const { requests, said, ferry } = await exporter(context, {
    '/migration': [
      200,
      {
        migration: 'm',
        verdict: 'incomplete',
        work: 'paused',
        finished: false,
        watermark: null,
        windows: { verified: 0, failed: 1, mismatched: 0, states: { FAILED: 1 } },
        resources: { expected: 9, exported: 9, copied: 0, imported: 0, verified: 0 },
      },
    ],
    '/migration/windows?state=failed&state=mismatched': [
      200,
      [{ id: WINDOW, state: 'failed', stage: 'copy', reason: 'status 503' }],
    ],
  });

  assert.equal(await ferry('status'), 0);

  assert.equal(said[0], 'm: incomplete, paused');
  assert.match(said[1], /failed 1 .* · paused$/);
  assert.equal(said[2], `${WINDOW}  failed (copy)  status 503`);
  assert.ok(requests.every(({ authorization }) => authorization === 'Bearer secret'));
});

test('a window is driven again from the stage that is asked for', async (context) => {
  const { requests, said, ferry } = await exporter(context, {
    [`/migration/windows/${WINDOW}/redrive`]: [200, { window: WINDOW, stage: 'import', attempt: 3 }],
  });

  await ferry('redrive', WINDOW, '--from', 'import', '--by', 'alice', '--reason', 'repaired');

  assert.deepEqual(requests[0].body, { by: 'alice', reason: 'repaired', from: 'import' });
  assert.deepEqual(said, [`${WINDOW}  begins again at import, attempt 3`]);
});

test('only the rejected lines of a window are driven again, as they were repaired', async (context) => {
  const { requests, said, ferry } = await exporter(context, {
    [`/migration/windows/${WINDOW}/redrive`]: [200, { window: WINDOW, attempt: 2, lines: 37, repairedFiles: 1 }],
  });

  await ferry('redrive', WINDOW, '--lines', '--repaired', '--by', 'alice');

  assert.deepEqual(requests[0].body, { by: 'alice', lines: true, repaired: true });
  assert.deepEqual(said, [
    `${WINDOW}  37 rejected lines are imported again, as corrected in 1 staged file, attempt 2`,
  ]);
  await assert.rejects(ferry('redrive', '--lines'), { exitCode: 2 });
  await assert.rejects(ferry('redrive', WINDOW, '--repaired'), { exitCode: 2 });
  await assert.rejects(ferry('redrive', WINDOW, '--lines', '--from', 'copy'), { exitCode: 2 });
});

test('the quarantine tells classes with what helps, and each line', async (context) => {
  const { said, ferry } = await exporter(context, {
    [`/migration/windows/${WINDOW}/quarantine?limit=0`]: [200, { window: WINDOW, lines: 1, classes: [], entries: [] }],
    [`/migration/windows/${WINDOW}/quarantine`]: [
      200,
      {
        window: WINDOW,
        lines: 3,
        classes: [{ reason: 'INVALID_ID', lines: 3, passing: false, remedy: 'Correct it.' }],
        entries: [
          { reason: 'INVALID_ID', type: 'Patient', file: 'https://a.example/f/0-Patient.ndjson', line: 17 },
          { reason: 'INVALID_ID', type: 'Patient', file: 'https://a.example/f/0-Patient.ndjson', line: 0 },
        ],
      },
    ],
  });

  await ferry('quarantine', WINDOW);

  assert.deepEqual(said, [
    `3 lines of ${WINDOW} were refused`,
    'INVALID_ID: 3 · Correct it.',
    'INVALID_ID  Patient  https://a.example/f/0-Patient.ndjson:17',
    'INVALID_ID  Patient  https://a.example/f/0-Patient.ndjson:?',
    '… and 1 more',
  ]);
  said.length = 0;
  await ferry('quarantine', WINDOW, '--limit', '0');
  assert.deepEqual(said, [`1 line of ${WINDOW} was refused`, '… and 1 more']);
  await assert.rejects(ferry('quarantine'), { exitCode: 2 });
  await assert.rejects(ferry('quarantine', 'other'), /no window/);
});

test('all failed windows are driven again when none is named', async (context) => {
  const { said, ferry } = await exporter(context, {
    '/migration/redrive': [200, { windows: [{ window: WINDOW, stage: 'copy', attempt: 2 }, { message: 'moved on' }] }],
  });

  await ferry('redrive');

  assert.deepEqual(said, [
    `${WINDOW}  begins again at copy, attempt 2`,
    'moved on',
    '1 window driven again.',
  ]);
});

test('findings are accepted by the names in a file', async (context) => {
  const { folder, requests, said, ferry } = await exporter(context, {
    '/migration/accept': [200, { windows: [WINDOW], findings: 2 }],
  });
  const file = join(folder, 'names');
  writeFileSync(file, 'rejected/Patient/1\n\nmissing/Patient/2\n');

  await ferry('accept', '--by', 'alice', '--reason', 'known', '--findings', file);

  assert.deepEqual(requests[0].body, {
    by: 'alice',
    reason: 'known',
    findings: ['rejected/Patient/1', 'missing/Patient/2'],
  });
  assert.deepEqual(said, [`${WINDOW}  accepted`, '2 findings of 1 window accepted.']);
});

test('all findings of a window are accepted only when that is said', async (context) => {
  const { requests, ferry } = await exporter(context, {
    [`/migration/windows/${WINDOW}/accept`]: [200, { windows: [WINDOW], findings: 1 }],
  });

  await assert.rejects(ferry('accept', WINDOW, '--reason', 'known'), /--findings FILE, or --everything/);
  await assert.rejects(ferry('accept', WINDOW, '--everything'), /--reason TEXT/);
  await ferry('accept', WINDOW, '--everything', '--reason', 'known', '--by', 'alice');

  assert.deepEqual(requests[0].body, { by: 'alice', reason: 'known', findings: ['<all>'] });
});

test('what the exporter refuses ends the command with its message', async (context) => {
  const { ferry } = await exporter(context, {
    '/migration/accept': [409, { message: 'Nothing was accepted.', listedIn: 'm/acceptance/uncovered.json' }],
    '/migration/pause': [401, undefined],
  });

  await assert.rejects(ferry('accept', '--everything', '--reason', 'known'), {
    message: 'Nothing was accepted. They are listed in the blob m/acceptance/uncovered.json.',
    exitCode: 1,
  });
  await assert.rejects(ferry('pause'), /--token-file/);
});

test('what the exporter says of its storage ends the command', async (context) => {
  const { ferry } = await exporter(context, {
    '/migration': [503, { status: 503, message: 'Storage does not answer. Check ferry.state.connection-string.' }],
    '/migration/windows': [502, {}],
  });

  await assert.rejects(ferry('status'), { message: /^Storage does not answer\. Check ferry/, exitCode: 1 });
  await assert.rejects(ferry('windows'), { message: /answered 502/, exitCode: 1 });
});

test('stop tells what was cancelled, and is not done while a job may still run', async (context) => {
  const stopped = { mode: 'stopped', by: 'alice', withinHours: true, windows: 2, cancelled: 1, starting: 0, notCancelled: 0 };
  const answers = { '/migration/stop': [200, stopped] };
  const { said, ferry } = await exporter(context, answers);

  await ferry('stop', '--by', 'alice');
  assert.deepEqual(said, [
    'The migration is stopped, asked for by alice.',
    '2 windows back at the beginning of a stage; 1 job cancelled.',
  ]);

  answers['/migration/stop'] = [200, { ...stopped, starting: 1, notCancelled: 1 }];
  await assert.rejects(ferry('stop'), /1 job could not be cancelled/);
  assert.equal(said.at(-1), '1 more were just being started; whoever started them cancels them.');
});

test('resuming outside the hours says when work begins', async (context) => {
  const { said, ferry } = await exporter(context, {
    '/migration/resume': [200, { mode: 'running', by: 'alice', withinHours: false }],
  });

  await ferry('resume');

  assert.match(said[1], /outside ferry.migration.hours/);
});

test('bad usage is told with exit code 2', async (context) => {
  const { ferry, folder } = await exporter(context, {});

  await assert.rejects(ferry('restart'), { exitCode: 2 });
  await assert.rejects(ferry('pause', WINDOW), { exitCode: 2 });
  await assert.rejects(ferry('pause', '--from', 'copy'), { exitCode: 2 });
  await assert.rejects(
    operate(['status', '--folder', join(folder, 'nowhere')], {}, () => {}),
    { exitCode: 2 },
  );
});
