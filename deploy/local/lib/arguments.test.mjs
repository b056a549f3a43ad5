import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeOptions, parseArguments } from './arguments.mjs';
import { EXIT } from './trouble.mjs';

const OPTIONS = {
  patients: { value: 'N', number: { least: 1 }, initial: 48, says: 'how many' },
  'idle-check': { says: 'waits' },
  report: { value: 'FILE', says: 'where to' },
  colour: { value: 'COLOUR', oneOf: ['red', 'blue'], initial: 'red', says: 'which' },
};

test('what is not given has its default', () => {
  assert.deepEqual(parseArguments([], OPTIONS), { patients: 48, idleCheck: false, report: undefined, colour: 'red' });
});

test('values come behind a space or an equals sign', () => {
  assert.deepEqual(parseArguments(['--patients', '5', '--report=a=b.json', '--idle-check'], OPTIONS), {
    patients: 5,
    idleCheck: true,
    colour: 'red',
    report: 'a=b.json',
  });
});

for (const [argv, named] of [
  [['--bogus'], '--bogus'],
  [['patients'], 'patients'],
  [['--patients'], '--patients'],
  [['--patients', 'many'], '--patients'],
  [['--patients', '0'], '--patients'],
  [['--patients', '1.5'], '--patients'],
  [['--report='], '--report'],
  [['--idle-check=yes'], '--idle-check'],
  [['--colour', 'green'], '--colour must be red or blue, but is green.'],
]) {
  test(`${argv.join(' ')} is bad usage and is named`, () => {
    assert.throws(
      () => parseArguments(argv, OPTIONS),
      (error) => error.exitCode === EXIT.usage && error.message.includes(named),
    );
  });
}

test('the help lists each option with its default', () => {
  assert.equal(
    describeOptions(OPTIONS),
    [
      '  --patients N     how many (default 48)',
      '  --idle-check     waits',
      '  --report FILE    where to',
      '  --colour COLOUR  which (default red)',
    ].join('\n'),
  );
});
