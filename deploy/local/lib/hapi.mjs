import { freePorts } from './ports.mjs';
import { Trouble } from './trouble.mjs';
import { Application } from './world.mjs';

/** The module of the server. */
export const HAPI = 'deploy/local/hapi-server';

const HAPI_JVM = ['-Xmx768m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** How a client may choose ids: HAPI's strategies, by the names of our options. */
export const CLIENT_IDS = Object.freeze(['alphanumeric', 'any']);

/** A HAPI FHIR server; its `url` is the base of its FHIR interface. */
export class HapiServer extends Application {
  dialect = 'hapi';

  /**
   * @param {import('./world.mjs').World} world
   * @param {string} name
   * @param {number} port
   * @param {object} [how]
   * @param {'alphanumeric' | 'any'} [how.clientIds] whether an id may consist of digits
   * @param {boolean} [how.referentialIntegrity] whether references to what is not there are refused
   * @param {string} [how.database] file of its database, without the extension; in memory when it is missing
   */
  constructor(world, name, port, { clientIds = 'alphanumeric', referentialIntegrity = true, database } = {}) {
    super(world, name, {
      module: HAPI,
      jvm: HAPI_JVM,
      args: [
        `--server.port=${port}`,
        `--hapi.client-ids=${clientIds}`,
        `--hapi.referential-integrity=${referentialIntegrity}`,
        ...(database ? [`--hapi.database=jdbc:h2:file:${database}`] : []),
      ],
      env: {},
      port,
      tier: 1,
      readyPath: '/fhir/metadata',
    });
    this.url = `${this.url}/fhir`;
  }

  /**
   * Puts resources by one transaction, so that they may refer to each other in any order.
   *
   * @param {object[]} resources each with an id
   */
  async put(resources) {
    const entry = resources.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    }));
    await this.#ask('POST', '', { resourceType: 'Bundle', type: 'transaction', entry });
  }

  /** How many current resources of a type there are. */
  async count(type) {
    return (await this.#ask('GET', `/${type}?_summary=count`)).total;
  }

  /** All current resources of a type. */
  async current(type) {
    const found = [];
    let url = `${this.url}/${type}?_count=500`;
    while (url) {
      const bundle = await this.#ask('GET', url.slice(this.url.length));
      found.push(...(bundle.entry ?? []).map(({ resource }) => resource));
      url = bundle.link?.find(({ relation }) => relation === 'next')?.url;
    }
    return found;
  }

  async #ask(method, path, body) {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/fhir+json', 'cache-control': 'no-cache' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Trouble(`${this.name} answered ${response.status} to ${method} ${path}: ${text.slice(0, 300)}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  }
}

/** Starts a HAPI server on a free port; resolves when it is ready. The parameters are those of {@link HapiServer}. */
export async function startHapi(world, name, how) {
  return world.startServer(new HapiServer(world, name, (await freePorts(1))[0], how));
}
