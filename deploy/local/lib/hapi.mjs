import { freePorts } from './ports.mjs';
import { Application } from './world.mjs';

/** The module of the server. */
export const HAPI = 'deploy/local/hapi-server';

const HAPI_JVM = ['-Xmx768m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** How a client may choose ids: HAPI's strategies, by the names of our options. */
export const CLIENT_IDS = Object.freeze(['alphanumeric', 'any']);

/** A HAPI FHIR server; its `url` is the base of its FHIR interface. */
export class HapiServer extends Application {
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
}

/** Starts a HAPI server on a free port; resolves when it is ready. The parameters are those of {@link HapiServer}. */
export async function startHapi(world, name, how) {
  const server = new HapiServer(world, name, (await freePorts(1))[0], how);
  await server.start();
  return server;
}
