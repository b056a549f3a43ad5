import { randomBytes } from 'node:crypto';
import { demoEnvironment, startServers } from '../demoworld.mjs';
import { REPLICATED } from './plan.mjs';

/** Patience of the services, short enough for a run of minutes. */
const IMPATIENT = {
  FERRY_EXPORT_TIMEOUT: 'PT20S',
  FERRY_IMPORT_TIMEOUT: 'PT20S',
  FERRY_IMPORT_LINE_RETRY_PAUSE: 'PT1S',
  FERRY_VERIFY_TIMEOUT: 'PT20S',
  FERRY_STAGE_RETRY_PAUSE: 'PT1S',
  FERRY_STAGE_LONGEST_RETRY_PAUSE: 'PT5S',
  FERRY_STAGE_SWEEP_AFTER: 'PT20S',
  MP_MESSAGING_INCOMING_STAGE_VISIBILITY_TIMEOUT: 'PT5S',
  MP_MESSAGING_INCOMING_STAGE_REQUEST_TIMEOUT: 'PT4S',
  MP_MESSAGING_INCOMING_STAGE_MAX_DELIVERIES: '20',
  MP_MESSAGING_INCOMING_STAGE_RETRY_MAX: 'PT5S',
};

/** Everything that a storm is about: a storage behind a proxy, two servers that ask for tokens, and the services. */
export class Scene {
  /** All replicas of the services. */
  replicas = [];

  /** What must stand nowhere, by what it is. */
  secrets = {
    'token of the source': randomBytes(24).toString('hex'),
    'token of the destination': randomBytes(24).toString('hex'),
  };

  /**
   * @param {import('../world.mjs').World} world with nothing started
   * @param {import('./faultproxy.mjs').FaultProxy} proxy
   */
  constructor(world, proxy) {
    this.world = world;
    this.proxy = proxy;
  }

  /** Starts Azurite, the proxy before it, and both servers. */
  async startServers() {
    const env = (name) => ({
      EMULATOR_COMPLETION_DELAY: 'PT0.5S',
      EMULATOR_EXPORT_JOBS: '4',
      EMULATOR_AUTH_BEARER_TOKEN: this.secrets[`token of the ${name}`],
    });
    await startServers(this.world, env, async () => {
      this.world.storagePorts = await this.proxy.start();
    });
    Object.entries(this.world.azurite.settings.keys).forEach(([account, key]) => {
      this.secrets[`key of the account ${account}`] = key;
    });
  }

  /**
   * Starts the services, some of them twice.
   *
   * @param {{start: string, end: string, window: string, verifyBy: string, lineRetries: number}} migration
   */
  async startServices({ start, end, window, verifyBy, lineRetries }) {
    const env = {
      ...demoEnvironment(this.world, { start, end }),
      FERRY_MIGRATION_ID: 'chaos',
      FERRY_MIGRATION_WINDOW: window,
      // Enough for messages to stand in a queue together, so that they can change places.
      FERRY_MIGRATION_WINDOWS_IN_FLIGHT: '8',
      FERRY_SOURCE_AUTH_TYPE: 'bearer',
      FERRY_SOURCE_AUTH_TOKEN: this.secrets['token of the source'],
      FERRY_DESTINATION_AUTH_TYPE: 'bearer',
      FERRY_DESTINATION_AUTH_TOKEN: this.secrets['token of the destination'],
      FERRY_VERIFY_BY: verifyBy,
      FERRY_IMPORT_LINE_RETRIES: String(lineRetries),
      ...IMPATIENT,
    };
    await this.world.startServices(env);
    this.replicas = [...this.world.services];
    for (const name of REPLICATED) {
      this.replicas.push(await this.world.startReplica(env, name));
    }
  }
}
