import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Trouble } from './trouble.mjs';

const LOCK = 'run.pid';
const KEPT = 'kept.json';
const API = 'api.json';

/**
 * Takes a folder for one run at a time; it is given back when the process ends.
 *
 * @throws {Trouble} when another run has it
 */
export function takeFolder(folder) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, LOCK);
  const owner = read(lock);
  if (owner !== undefined && isAlive(Number(owner))) {
    throw new Trouble(`Process ${owner} is running in ${folder} already: stop it, or choose another --folder.`);
  }
  const kept = keptProcesses(folder);
  if (kept.length > 0) {
    const names = kept.map(({ name }) => name).join(', ');
    throw new Trouble(`${names} still run in ${folder}: stop them with deploy/local/run --stop --folder ${folder}`);
  }
  writeFileSync(lock, String(process.pid));
  process.on('exit', () => rmSync(lock, { force: true }));
}

/** Remembers where the exporter of a run is asked, and with which token. */
export function rememberApi(folder, api) {
  writeFileSync(join(folder, API), JSON.stringify(api));
}

/**
 * Where the exporter of the last run in a folder is asked.
 *
 * @returns {{url: string, tokenFile: string} | undefined}
 */
export function apiOf(folder) {
  const text = read(join(folder, API));
  return text === undefined ? undefined : JSON.parse(text);
}

/** Remembers processes that outlive the command. */
export function keep(folder, children) {
  const kept = children.map(({ name, pid, tier, stopSignal }) => ({
    ...{ name, pid, tier, stopSignal },
    command: commandOf(pid),
  }));
  writeFileSync(join(folder, KEPT), JSON.stringify(kept, undefined, 2));
}

/**
 * Stops the processes that an earlier command left running in a folder, in the order of their tiers.
 *
 * @returns {Promise<string[]>} their names
 */
export async function stopKept(folder, waitMillis = 20_000) {
  const kept = keptProcesses(folder);
  for (const tier of [...new Set(kept.map((one) => one.tier))].sort((a, b) => a - b)) {
    await Promise.all(kept.filter((one) => one.tier === tier).map((one) => stopOne(one, waitMillis)));
  }
  rmSync(join(folder, KEPT), { force: true });
  return kept.map(({ name }) => name);
}

async function stopOne({ name, pid, stopSignal }, waitMillis) {
  process.kill(-pid, stopSignal);
  const deadline = Date.now() + waitMillis;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new Trouble(`${name} (process ${pid}) does not end: kill -9 ${pid}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Those that still run; a process that merely got the number of one is not meant. */
function keptProcesses(folder) {
  const kept = JSON.parse(read(join(folder, KEPT)) ?? '[]');
  return kept.filter(({ pid, command }) => command !== '' && commandOf(pid) === command);
}

function commandOf(pid) {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
