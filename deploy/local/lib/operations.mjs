import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { describeOptions, parseArguments } from './arguments.mjs';
import { apiOf } from './folders.mjs';
import { getJson, postJson } from './http.mjs';
import { RUNS } from './paths.mjs';
import { plainLine } from './progress.mjs';
import { authorization } from './token.mjs';
import { EXIT, Trouble } from './trouble.mjs';

const WHERE = {
  url: { value: 'URL', says: 'of the exporter; without one, what runs in the folder is asked' },
  'token-file': { value: 'FILE', says: 'with the token; without one FERRY_API_TOKEN_FILE, or that of the folder' },
  folder: { value: 'FOLDER', says: 'of a local run; the default is .ferry/<migration id>' },
};

const WHO = {
  by: { value: 'NAME', says: 'who asks, for the events; the default is your name on this machine' },
  reason: { value: 'TEXT', says: 'why, without anything from a resource' },
};

const FROM = { from: { value: 'STAGE', says: 'redrive: begins at export, copy, import or verify' } };

const LINES = {
  lines: { says: 'redrive: only the rejected lines of the window' },
  repaired: { says: 'redrive --lines: as they were corrected in the staged files' },
};

const NAMED = {
  everything: { says: 'accept: all findings that are listed' },
  findings: { value: 'FILE', says: 'accept: the findings in the file, each on a line, as class/type/id' },
};

const LIMIT = {
  limit: { value: 'N', number: { least: 0 }, says: 'quarantine: how many lines are listed at most, up to 10,000; the default is 1,000' },
};

const STATE = { state: { value: 'STATE', says: 'windows: only those in this state, such as failed' } };

export const HELP = `usage: deploy/local/ferry COMMAND [WINDOW] [options]

Asks a running migration how it stands, and operates it.

  status            the verdict as it would be now, and the windows that need somebody
  windows           all windows, with their states
  quarantine WINDOW the lines that the destination refused, and what helps
  redrive [WINDOW]  drives a window again, or all failed ones
  accept [WINDOW]   signs off findings of a window, or of all that were found different
  pause             begins nothing new; what has begun comes to its end
  resume            lets work begin again
  stop              pauses, and cancels what has begun

${describeOptions({ ...WHERE, ...WHO, ...FROM, ...LINES, ...NAMED, ...LIMIT, ...STATE })}

Exit code: 0 when it was done, 1 when it was not, 2 bad usage.
`;

/** What each command takes besides the place. */
const COMMANDS = {
  status: { words: 0, options: {}, run: status },
  windows: { words: 0, options: STATE, run: windows },
  quarantine: { words: 1, options: LIMIT, run: quarantine },
  redrive: { words: 1, options: { ...WHO, ...FROM, ...LINES }, run: redrive },
  accept: { words: 1, options: { ...WHO, ...NAMED }, run: accept },
  pause: { words: 0, options: WHO, run: brake },
  resume: { words: 0, options: WHO, run: brake },
  stop: { words: 0, options: WHO, run: brake },
};

/**
 * Does what a command line says.
 *
 * @param {string[]} argv
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @returns {Promise<number>} the exit code
 * @throws {Trouble} when it could not be done
 */
export async function operate(argv, env, say) {
  const first = argv.findIndex((word) => word.startsWith('-'));
  const words = first < 0 ? argv : argv.slice(0, first);
  const [name, ...rest] = words;
  if (!Object.hasOwn(COMMANDS, name ?? '')) {
    throw new Trouble(`There is no command ${name ?? argv[0]}. --help lists them.`, EXIT.usage);
  }
  const command = COMMANDS[name];
  if (rest.length > command.words) {
    throw new Trouble(`${name} does not know what to do with ${rest[command.words]}.`, EXIT.usage);
  }
  const options = parseArguments(argv.slice(words.length), { ...WHERE, ...command.options });
  const api = connect(options, env);
  await command.run({ name, api, window: rest[0], options, say });
  return EXIT.ok;
}

/** The URL of the exporter, and what a request needs. */
function connect(options, env) {
  const folder = resolve(options.folder ?? join(RUNS, env.FERRY_MIGRATION_ID || 'run'));
  const running = apiOf(folder);
  const url = options.url ?? running?.url;
  const file = options.tokenFile ?? env.FERRY_API_TOKEN_FILE ?? running?.tokenFile;
  if (!url || !file) {
    throw new Trouble(
      `Nothing runs in ${folder}: name it with --folder, or the exporter with --url and --token-file.`,
      EXIT.usage,
    );
  }
  const headers = authorization(file);
  const at = (path) => `${url.replace(/\/$/, '')}/migration${path}`;
  return {
    get: (path) => getJson(at(path), headers),
    post: async (path, body) => {
      const { status, answer } = await postJson(at(path), body, headers);
      if (status !== 200) {
        throw new Trouble(refusal(status, answer));
      }
      return answer;
    },
  };
}

function refusal(status, answer) {
  const hint = {
    401: 'The token is not the right one: look at --token-file (FERRY_API_TOKEN_FILE).',
    403: 'Whoever the token belongs to may read, but not operate.',
  }[status];
  const where = answer?.listedIn ? ` They are listed in the blob ${answer.listedIn}.` : '';
  return (answer?.message ?? hint ?? `The exporter answered ${status}.`) + where;
}

async function status({ api, say }) {
  const now = await api.get('');
  say(`${now.migration}: ${now.verdict}${now.work === 'running' ? '' : `, ${now.work}`}`);
  say(plainLine(now, 0));
  const open = await api.get('/windows?state=failed&state=mismatched');
  open.filter((window) => !window.outdated).forEach((window) => say(lineOf(window)));
}

async function windows({ api, options, say }) {
  const all = await api.get(options.state ? `/windows?state=${encodeURIComponent(options.state)}` : '/windows');
  all.forEach((window) => say(lineOf(window)));
}

function lineOf(window) {
  const stage = window.stage ? ` (${window.stage})` : '';
  const told = window.reason ?? (window.findings ? `findings in ${window.findings}` : '');
  const outdated = window.outdated ? ', out of date' : '';
  return `${window.id}  ${window.state}${outdated}${stage}${told ? `  ${told}` : ''}`;
}

async function quarantine({ api, window, options, say }) {
  if (!window) {
    throw new Trouble('Name the window whose quarantine is wanted.', EXIT.usage);
  }
  const limit = options.limit === undefined ? '' : `?limit=${options.limit}`;
  const shown = await api.get(`/windows/${encodeURIComponent(window)}/quarantine${limit}`);
  if (!shown) {
    throw new Trouble(`This migration has no window ${window}.`);
  }
  say(`${counted(shown.lines, 'line')} of ${window} ${shown.lines === 1 ? 'was' : 'were'} refused`);
  shown.classes.forEach(({ reason, lines, remedy }) => say(`${reason}: ${lines} · ${remedy}`));
  shown.entries.forEach(({ reason, type, file, line }) => say(`${reason}  ${type}  ${file}:${line || '?'}`));
  if (shown.entries.length < shown.lines) {
    say(`… and ${shown.lines - shown.entries.length} more`);
  }
}

function counted(count, thing) {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

async function redrive({ api, window, options, say }) {
  if (options.repaired && !options.lines) {
    throw new Trouble('--repaired is about rejected lines: say --lines too.', EXIT.usage);
  }
  if (window && options.lines) {
    if (options.from) {
      throw new Trouble('--lines and --from contradict each other: lines are always imported.', EXIT.usage);
    }
    const { attempt, lines, repairedFiles } = await api.post(`/windows/${encodeURIComponent(window)}/redrive`, {
      ...who(options),
      lines: true,
      ...(options.repaired ? { repaired: true } : {}),
    });
    const repaired = repairedFiles > 0 ? `, as corrected in ${counted(repairedFiles, 'staged file')}` : '';
    say(`${window}  ${counted(lines, 'rejected line')} ${lines === 1 ? 'is' : 'are'} imported again${repaired}, attempt ${attempt}`);
    return;
  }
  if (options.lines) {
    throw new Trouble('--lines is for one window: name it.', EXIT.usage);
  }
  if (window) {
    const done = await api.post(`/windows/${encodeURIComponent(window)}/redrive`, {
      ...who(options),
      ...(options.from ? { from: options.from } : {}),
    });
    say(redriven(done));
    return;
  }
  if (options.from) {
    throw new Trouble('--from is for one window: name it.', EXIT.usage);
  }
  const { windows: all } = await api.post('/redrive', who(options));
  all.forEach((done) => say(done.window ? redriven(done) : done.message));
  say(`${counted(all.filter((done) => done.window).length, 'window')} driven again.`);
}

function redriven({ window, stage, attempt }) {
  return `${window}  begins again at ${stage}, attempt ${attempt}`;
}

async function accept({ api, window, options, say }) {
  if (Boolean(options.everything) === Boolean(options.findings)) {
    throw new Trouble('Say what is accepted: --findings FILE, or --everything.', EXIT.usage);
  }
  if (!options.reason) {
    throw new Trouble('Say why it can be accepted: --reason TEXT.', EXIT.usage);
  }
  const names = options.findings ? linesOf(options.findings) : undefined;
  const path = window ? `/windows/${encodeURIComponent(window)}/accept` : '/accept';
  const all = window ? { findings: ['<all>'] } : { everything: true };
  const done = await api.post(path, { ...who(options), ...(names ? { findings: names } : all) });
  done.windows.forEach((id) => say(`${id}  accepted`));
  say(`${counted(done.findings, 'finding')} of ${counted(done.windows.length, 'window')} accepted.`);
}

function linesOf(file) {
  if (!existsSync(file)) {
    throw new Trouble(`There is no file ${file}.`, EXIT.usage);
  }
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

async function brake({ name, api, options, say }) {
  const now = await api.post(`/${name}`, who(options));
  say(`The migration is ${now.mode}, asked for by ${now.by ?? 'nobody'}.`);
  if (name === 'stop') {
    say(`${counted(now.windows, 'window')} back at the beginning of a stage; ${counted(now.cancelled, 'job')} cancelled.`);
    if (now.starting > 0) {
      say(`${now.starting} more were just being started; whoever started them cancels them.`);
    }
    if (now.notCancelled > 0) {
      throw new Trouble(`${counted(now.notCancelled, 'job')} could not be cancelled and may still run: stop once more.`);
    }
  }
  if (name === 'resume' && !now.withinHours) {
    say('It is outside ferry.migration.hours: work begins when they do.');
  }
}

function who(options) {
  return { by: options.by ?? userInfo().username, ...(options.reason ? { reason: options.reason } : {}) };
}
