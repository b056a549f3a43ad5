import { Agent, createServer, request } from 'node:http';
import { classify, conflictAnswer, emptyQueueAnswer, errorAnswer, ODDS, reordered } from './storagefaults.mjs';

/** The body is passed on whole, and connections are not offered for anything else. */
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'http2-settings', 'expect']);

/** Longer than any client of storage waits for an answer. */
const SILENCE_MILLIS = 45_000;

/** How many of the messages that were sent are remembered. */
const REMEMBERED = 200;

/**
 * Stands before the three services of an Azurite and does to requests what dice say. What it lets through arrives as it
 * was sent, the Host header too, so that signatures stay valid. While calm it lets everything through.
 */
export class FaultProxy {
  #servers = {};
  /** A connection per request: one that Azurite closed while it was idle would be a fault that nobody counts. */
  #agent = new Agent({ keepAlive: false });
  #withheld = new Map();
  #sent = [];
  #timers = new Set();
  #dice;
  #tally;
  #upstream;
  #odds;

  /** Whether everything is let through. */
  calm = true;

  /** Requests that carried a bearer token: no storage was given one to expect. */
  tokens = 0;

  /**
   * @param {() => Record<'blob' | 'queue' | 'table', number>} upstream the ports of Azurite, asked at each request
   * @param {import('./dice.mjs').Dice} dice
   * @param {import('./tally.mjs').Tally} tally counts what was done
   * @param {typeof ODDS} odds
   */
  constructor(upstream, dice, tally, odds = ODDS) {
    this.#upstream = upstream;
    this.#tally = tally;
    this.#odds = odds;
    this.#dice = Object.fromEntries(Object.keys(odds).map((kind) => [kind, dice.of(kind)]));
  }

  /**
   * Listens on the loopback address.
   *
   * @param {Record<'blob' | 'queue' | 'table', number>} ports 0 for any free one
   * @returns {Promise<Record<'blob' | 'queue' | 'table', number>>} its ports
   */
  async start(ports = { blob: 0, queue: 0, table: 0 }) {
    const taken = {};
    for (const [service, port] of Object.entries(ports)) {
      const server = createServer((incoming, answer) => this.#handle(service, incoming, answer));
      server.keepAliveTimeout = 60_000;
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      this.#servers[service] = server;
      taken[service] = server.address().port;
    }
    return taken;
  }

  /**
   * Sends messages once more that were sent before: some of the last ones, in any order.
   *
   * @param {number} count how many at most
   */
  async sendAgain(count) {
    const chosen = this.#dice.queueSend.shuffled(this.#sent).slice(0, count);
    for (const call of chosen) {
      this.#count('queue', 'sent again at the end');
      await this.#forward(call);
    }
  }

  /** Closes all connections. */
  async close() {
    this.#timers.forEach(clearTimeout);
    this.#agent.destroy();
    await Promise.all(
      Object.values(this.#servers).map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  }

  async #handle(service, incoming, answer) {
    // A client that goes away in the middle is no trouble of ours.
    incoming.on('error', () => {});
    answer.on('error', () => {});
    try {
      const call = { service, method: incoming.method, url: incoming.url, headers: incoming.headers };
      call.raw = withoutHop(incoming.rawHeaders);
      call.body = await whole(incoming);
      this.tokens += /^bearer /i.test(call.headers.authorization ?? '') ? 1 : 0;
      const kind = classify(service, call);
      const fate = this.calm ? undefined : this.#dice[kind].fate(this.#odds[kind]);
      await this.#do(fate, kind, call, answer);
    } catch {
      // Azurite is down or was cut off, and so is whoever asked.
      answer.destroy();
    }
  }

  async #do(fate, kind, call, answer) {
    const { service } = call;
    const queue = call.url.split('?')[0];
    if (kind === 'queueReceive' && !this.calm && (this.#withheld.get(queue) ?? 0) > Date.now()) {
      send(answer, emptyQueueAnswer());
      return;
    }
    switch (fate) {
      case 'error500':
      case 'error503':
        this.#count(service, fate);
        send(answer, errorAnswer(service, Number(fate.slice(-3))));
        return;
      case 'conflict':
        this.#count(service, fate);
        send(answer, conflictAnswer(call.url.includes('/$batch')));
        return;
      case 'cut':
        this.#count(service, fate);
        answer.destroy();
        return;
      case 'silence':
        this.#count(service, fate);
        this.#later(SILENCE_MILLIS, () => answer.destroy());
        return;
      case 'withhold':
        this.#count(service, fate);
        this.#withheld.set(queue, Date.now() + 1_000 * this.#dice[kind].between(2, 6));
        send(answer, emptyQueueAnswer());
        return;
      case 'delay':
        this.#count(service, fate);
        await new Promise((resolve) => this.#later(this.#dice[kind].between(200, 3_000), resolve));
        break;
    }
    const got = await this.#forward(call);
    if (kind === 'queueSend') {
      this.#sent = [...this.#sent.slice(1 - REMEMBERED), call];
    }
    switch (fate) {
      case 'lose':
        this.#count(service, fate);
        answer.destroy();
        return;
      case 'half':
        if (got.body.length > 1) {
          this.#count(service, fate);
          half(answer, got);
          return;
        }
        break;
      case 'twice':
        this.#count(service, fate);
        await this.#forward(call);
        break;
      case 'twiceLate':
        this.#count(service, fate);
        this.#later(this.#dice[kind].between(1_000, 20_000), () => this.#forward(call).catch(() => {}));
        break;
      case 'reorder': {
        const other = reordered(got.body.toString('utf8'));
        if (other !== undefined) {
          this.#count(service, fate);
          got.body = Buffer.from(other);
        }
      }
    }
    pass(answer, got, call.method);
  }

  #count(service, fate) {
    this.#tally.add(`storage ${service}`, fate);
  }

  #later(millis, what) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      what();
    }, millis);
    this.#timers.add(timer);
  }

  /** The whole answer of Azurite. */
  #forward({ service, method, url, raw, body }) {
    return new Promise((resolve, reject) => {
      const outgoing = request({
        host: '127.0.0.1',
        port: this.#upstream()[service],
        ...{ method, path: url, headers: raw, agent: this.#agent, setHost: false },
      });
      outgoing.on('error', reject);
      outgoing.on('response', async (incoming) => {
        try {
          resolve({ status: incoming.statusCode, raw: incoming.rawHeaders, body: await whole(incoming) });
        } catch (error) {
          reject(error);
        }
      });
      outgoing.end(body);
    });
  }
}

async function whole(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(answer, { status, headers, body }) {
  answer.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  answer.end(body);
}

/** Gives an answer on as it came; what belongs to the connection is ours to say. */
function pass(answer, { status, raw, body }, method) {
  answer.writeHead(status, headersOf(raw, body, method));
  answer.end(body);
}

function half(answer, { status, raw, body }) {
  answer.writeHead(status, headersOf(raw, body, 'GET'));
  answer.write(body.subarray(0, body.length >> 1), () => answer.destroy());
}

function headersOf(raw, body, method) {
  const kept = withoutHop(raw);
  // What the answer to a HEAD says of the length is not the length of its empty body.
  if (method === 'HEAD') {
    return kept;
  }
  const others = pairs(kept).filter(([name]) => name.toLowerCase() !== 'content-length');
  return [...others, ['content-length', String(body.length)]].flat();
}

/** Headers without those that belong to a single connection. */
function withoutHop(raw) {
  return pairs(raw)
    .filter(([name]) => !HOP.has(name.toLowerCase()))
    .flat();
}

function pairs(raw) {
  return raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1]]] : []));
}
