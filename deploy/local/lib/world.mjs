import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Azurite, STATE_ACCOUNT } from './azurite.mjs';
import { jarOf, SERVICES } from './build.mjs';
import { rememberApi } from './folders.mjs';
import { answers, getJson, getText, postJson } from './http.mjs';
import { freePorts } from './ports.mjs';
import { authorization, tokenFileOf } from './token.mjs';
import { Trouble } from './trouble.mjs';
import { until } from './waiting.mjs';

const EMULATOR = 'deploy/local/fhir-emulator';
const READY_MILLIS = 120_000;

/** What each JVM gets: the memory of a small container, and threads for one core. */
const SERVICE_JVM = ['-Xmx128m', '-Xss512k', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const EMULATOR_JVM = ['-Xmx512m', '-XX:+UseSerialGC'];

/**
 * Everything that a migration on this machine needs: Azurite, the four services, and emulated FHIR servers. All are
 * processes of one {@link Household}, with their logs in one folder.
 */
export class World {
  #services = new Map();
  #replicas = [];
  #servers = new Map();

  /** Where the connection strings lead to when something stands before Azurite; undefined, to Azurite itself. */
  storagePorts;

  /**
   * @param {import('./household.mjs').Household} household
   * @param {string} folder for logs and data, created when missing
   * @param {(module: string, jvm: string[]) => [string, string[]]} command what runs a module: program and arguments
   */
  constructor(household, folder, command = java) {
    mkdirSync(folder, { recursive: true });
    this.household = household;
    this.folder = folder;
    this.command = command;
    this.tokenFile = tokenFileOf(folder);
  }

  /** Starts Azurite with storage accounts beside the one for the state. */
  async startAzurite(...accounts) {
    this.azurite = new Azurite(join(this.folder, 'azurite'), accounts);
    await this.azurite.start(this.household);
  }

  /** A connection string of Azurite; without an account, the one for the state. */
  connectionString(account = STATE_ACCOUNT) {
    return this.azurite.connectionString(account, this.storagePorts);
  }

  /**
   * Starts an emulated FHIR server.
   *
   * @param {string} name
   * @param {Record<string, string>} env its settings, EMULATOR_…
   * @returns {Promise<Emulator>} ready
   */
  async startEmulator(name, env) {
    const emulator = new Emulator(this, name, env, (await freePorts(1))[0]);
    return this.startServer(emulator);
  }

  /** Starts a FHIR server of whatever kind; gives it when it is ready. */
  async startServer(server) {
    this.#servers.set(server.name, server);
    await server.start();
    return server;
  }

  /** A FHIR server by its name. */
  server(name) {
    return this.#servers.get(name);
  }

  /** An emulated server by its name. */
  emulator(name) {
    return this.server(name);
  }

  /**
   * Starts services.
   *
   * @param {Record<string, string>} env the FERRY_… variables
   * @param {string[]} names which; all four unless said otherwise
   */
  async startServices(env, names = SERVICES) {
    const ports = await freePorts(names.length);
    const started = names.map((name, i) => new Service(this, name, env, ports[i]));
    started.forEach((service) => this.#services.set(service.name, service));
    if (names.includes('exporter')) {
      rememberApi(this.folder, { url: this.service('exporter').url, tokenFile: this.tokenFile });
    }
    await Promise.all(started.map((service) => service.start()));
  }

  /**
   * Starts another replica of a service, beside the one of {@link startServices}.
   *
   * @param {Record<string, string>} env the FERRY_… variables
   * @param {string} module which service
   * @returns {Promise<Service>} ready
   */
  async startReplica(env, module) {
    const number = 2 + this.#replicas.filter((replica) => replica.module === module).length;
    const replica = new Service(this, `${module}-${number}`, env, (await freePorts(1))[0], module);
    this.#replicas.push(replica);
    await replica.start();
    return replica;
  }

  /** A service by its module's name. */
  service(name) {
    const service = this.#services.get(name);
    if (!service) {
      throw new Trouble(`The ${name} was never started.`);
    }
    return service;
  }

  /** The services that were started, in the order of the stages. */
  get services() {
    return SERVICES.filter((name) => this.#services.has(name)).map((name) => this.#services.get(name));
  }

  /** The services and their replicas. */
  get processes() {
    return [...this.services, ...this.#replicas];
  }

  /** Stops the services, and leaves the rest. */
  async stopServices() {
    await Promise.all(this.processes.map((service) => service.stop()));
    this.#services.clear();
    this.#replicas = [];
  }

  /** How the migration stands. */
  async status() {
    return getJson(`${this.service('exporter').url}/migration`, authorization(this.tokenFile));
  }

  /** All windows, each with its time and state. */
  async windows() {
    return getJson(`${this.service('exporter').url}/migration/windows`, authorization(this.tokenFile));
  }

  /** Drives all failed windows again. */
  async redriveFailed(why) {
    const { status } = await this.#redrive('/redrive', why);
    if (status !== 200) {
      throw new Trouble(`The exporter answered ${status} when failed windows were to be driven again.`);
    }
  }

  /**
   * Drives the rejected lines of a window again.
   *
   * @returns {Promise<number>} how many; 0 when the window has none, or is at work
   */
  async redriveLines(window, why) {
    const { status, answer } = await this.#redrive(`/windows/${window}/redrive`, { ...why, lines: true });
    if (status !== 200 && status !== 409) {
      throw new Trouble(`The exporter answered ${status} when lines of a window were to be driven again.`);
    }
    return status === 200 ? answer.lines : 0;
  }

  #redrive(path, body) {
    return postJson(`${this.service('exporter').url}/migration${path}`, body, authorization(this.tokenFile));
  }

  /** The report for the current end; undefined while there is none. */
  async report() {
    return getJson(`${this.service('verifier').url}/report`, authorization(this.tokenFile));
  }

  /** The metrics of all services, one text after the other. */
  async metrics() {
    const texts = await Promise.all(this.processes.map((service) => service.metrics()));
    return texts.join('\n');
  }
}

/** Runs a module with the JDK that the command was started with. */
function java(module, jvm) {
  return [join(process.env.JAVA_HOME ?? '', 'bin', 'java'), [...jvm, '-jar', jarOf(module)]];
}

/** An application of this repository as a process. */
export class Application {
  #child;

  /**
   * @param {World} world whose process it will be
   * @param {string} name
   * @param {object} how
   * @param {string} how.module
   * @param {string[]} how.jvm options of the JVM
   * @param {string[]} [how.args] what the program is told
   * @param {Record<string, string>} how.env
   * @param {number} how.port
   * @param {number} how.tier lower tiers are stopped first
   * @param {string} [how.readyPath] answers 200 once it is ready
   */
  constructor(world, name, { module, jvm, args = [], env, port, tier, readyPath = '/q/health/ready' }) {
    this.world = world;
    this.name = name;
    this.module = module;
    this.jvm = jvm;
    this.args = args;
    this.env = env;
    this.port = port;
    this.tier = tier;
    this.url = `http://127.0.0.1:${port}`;
    this.readyUrl = this.url + readyPath;
    this.log = join(world.folder, `${name}.log`);
  }

  /** Starts the process, and resolves when it says that it is ready. */
  async start() {
    this.launch();
    await this.ready();
  }

  /** Starts the process without waiting. */
  launch() {
    const [command, args] = this.world.command(this.module, this.jvm);
    this.#child = this.world.household.start(this.name, command, [...args, ...this.args], {
      cwd: this.world.folder,
      env: { ...process.env, QUARKUS_HTTP_HOST: '127.0.0.1', QUARKUS_HTTP_PORT: String(this.port), ...this.env },
      log: this.log,
      graceMillis: 15_000,
      tier: this.tier,
    });
  }

  /** Resolves when the application says that it is ready. */
  async ready() {
    await until(`${this.name} (${this.readyUrl}, log ${this.log})`, () => this.isReady(), {
      millis: READY_MILLIS,
      unless: this.world.household.broken,
    });
  }

  /** Whether the application says that it is ready now. */
  async isReady() {
    return (await answers(this.readyUrl)) || undefined;
  }

  /** Whether the application says that it is alive now. */
  isAlive() {
    return answers(`${this.url}/q/health/live`);
  }

  /** Stops it gracefully. */
  async stop() {
    await this.#child.stop();
  }

  /** Kills it as a crash would, with SIGKILL. */
  async kill() {
    await this.#child.kill();
  }

  /** Starts it again on the same port, with some variables changed. */
  async restart(env = {}) {
    await this.stop();
    this.env = { ...this.env, ...env };
    await this.start();
  }

  /** Its process. */
  get child() {
    return this.#child;
  }
}

class Service extends Application {
  constructor(world, name, env, port, module = name) {
    const opened = { ...env, FERRY_API_TOKEN_FILE: world.tokenFile };
    super(world, name, { module, jvm: SERVICE_JVM, env: opened, port, tier: 0 });
  }

  /** Its metrics, as Prometheus reads them. */
  metrics() {
    return getText(`${this.url}/q/metrics`);
  }
}

/** An emulated FHIR server, with what its admin interface can do. */
class Emulator extends Application {
  dialect = 'azure';

  constructor(world, name, env, port) {
    super(world, name, { module: EMULATOR, jvm: EMULATOR_JVM, env, port, tier: 1 });
  }

  /** Loads a file of versions; gives how many were stored. */
  async load(file) {
    const answer = await this.#admin('POST', 'load', createReadStream(file));
    return answer.stored;
  }

  /** What it holds, and what it was asked for. */
  async stats() {
    return this.#admin('GET', 'stats');
  }

  /**
   * Which requests belonged to which trace.
   *
   * @returns {Promise<Record<string, Record<string, number>>>} requests by kind, by the id of the trace
   */
  async traces() {
    return this.#admin('GET', 'traces');
  }

  /** All versions that it holds, as NDJSON. */
  dumpText() {
    return getText(`${this.url}/_emulator/dump`);
  }

  /** All versions that it holds. */
  async dump() {
    return (await this.dumpText())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** Replaces the content of a resource behind the server's back. */
  async tamper(resource) {
    await this.#admin('POST', `tamper/${resource.resourceType}/${resource.id}`, JSON.stringify(resource));
  }

  /** Removes a resource behind the server's back. */
  async remove(type, id) {
    await this.#admin('DELETE', `tamper/${type}/${id}`);
  }

  /** Puts a fault in force. */
  async fault(spec) {
    await this.#admin('POST', 'faults', JSON.stringify(spec));
  }

  /** The faults that were ordered since they were ended the last time, each with its hits. */
  async faults() {
    return this.#admin('GET', 'faults');
  }

  /** Ends all faults. */
  async endFaults() {
    await this.#admin('DELETE', 'faults');
  }

  async #admin(method, path, body) {
    const response = await fetch(`${this.url}/_emulator/${path}`, {
      method,
      body,
      duplex: 'half',
      headers: body === undefined ? {} : { 'content-type': 'application/octet-stream' },
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Trouble(
        `${this.name} answered ${response.status} to ${method} _emulator/${path}: ${text.slice(0, 300)}`,
      );
    }
    return text === '' ? undefined : JSON.parse(text);
  }
}
