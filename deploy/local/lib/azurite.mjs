import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL } from './paths.mjs';
import { freePorts, isFree } from './ports.mjs';
import { until } from './waiting.mjs';

/** The account that every Azurite has. */
export const STATE_ACCOUNT = 'devstoreaccount1';

// Public knowledge; opens nothing but an Azurite.
const STATE_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const HOME = join(LOCAL, 'azurite');
const BINARY = join(HOME, 'node_modules', '.bin', 'azurite');
const INSTALLED = join(HOME, 'node_modules', '.package-lock.json');

/** Whether the locked Azurite is there. */
export function isInstalled() {
  return (
    existsSync(BINARY) &&
    existsSync(INSTALLED) &&
    statSync(INSTALLED).mtimeMs >= statSync(join(HOME, 'package-lock.json')).mtimeMs
  );
}

/** Installs the locked Azurite, unless it is there. */
export async function installAzurite(household, say) {
  if (!isInstalled()) {
    say('Installing Azurite (npm ci, once) …');
    await household.run('npm ci', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: HOME });
  }
}

/** An Azurite with its data in a folder; started on the same folder again, it has the same ports, keys and data. */
export class Azurite {
  #child;

  /**
   * @param {string} folder created when missing
   * @param {string[]} accounts names of storage accounts beside {@link STATE_ACCOUNT}
   */
  constructor(folder, accounts = []) {
    this.folder = folder;
    this.accounts = accounts;
  }

  /** Starts the process within a household, and resolves when its three services answer. */
  async start(household) {
    mkdirSync(join(this.folder, 'data'), { recursive: true });
    this.settings = await settings(join(this.folder, 'azurite.json'), this.accounts);
    const { ports, keys } = this.settings;
    this.#child = household.start(
      'Azurite',
      BINARY,
      [
        ...['--silent', '--skipApiVersionCheck', '--disableTelemetry', '--location', join(this.folder, 'data')],
        ...Object.entries(ports).flatMap(([service, port]) => [`--${service}Port`, String(port)]),
      ],
      {
        cwd: this.folder,
        env: {
          ...process.env,
          AZURITE_ACCOUNTS: Object.entries(keys)
            .map(([account, key]) => `${account}:${key}`)
            .join(';'),
        },
        log: join(this.folder, 'azurite.log'),
        stopSignal: 'SIGINT',
        graceMillis: 20_000,
        tier: 2,
        gentle: true,
      },
    );
    for (const [service, port] of Object.entries(ports)) {
      await until(`The ${service} service of Azurite`, () => respond(port), {
        millis: 60_000,
        unless: household.broken,
      });
    }
  }

  get child() {
    return this.#child;
  }

  /**
   * A connection string for one of its accounts: blobs, queues and tables.
   *
   * @param {string} account
   * @param {Record<'blob' | 'queue' | 'table', number>} ports of whoever stands before it; its own unless said otherwise
   */
  connectionString(account = STATE_ACCOUNT, ports = this.settings.ports) {
    const { keys } = this.settings;
    const endpoint = (service) => `http://127.0.0.1:${ports[service]}/${account}`;
    return (
      `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${keys[account]};` +
      `BlobEndpoint=${endpoint('blob')};QueueEndpoint=${endpoint('queue')};TableEndpoint=${endpoint('table')};`
    );
  }
}

/** What Azurite was started with the last time, as far as it can be had again. */
async function settings(file, accounts) {
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { keys: {} };
  const free = known.ports && (await Promise.all(Object.values(known.ports).map(isFree))).every(Boolean);
  const [blob, queue, table] = free ? [] : await freePorts(3);
  const keys = { [STATE_ACCOUNT]: STATE_KEY };
  for (const account of accounts) {
    keys[account] = known.keys[account] ?? randomBytes(64).toString('base64');
  }
  const now = { ports: free ? known.ports : { blob, queue, table }, keys };
  writeFileSync(file, JSON.stringify(now), { mode: 0o600 });
  return now;
}

async function respond(port) {
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return true;
}
