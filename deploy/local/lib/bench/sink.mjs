import { once } from 'node:events';
import { createServer } from 'node:http';

const ENTRY = Buffer.from(',"request":{"method":"');
const ANSWER = '{"response":{"status":"200"}}';

/** A FHIR server that says yes to every bundle, at once or after a while, and keeps nothing. */
export class Sink {
  name = 'destination';
  dialect = 'bulk-data';
  #server = createServer((request, response) => this.#answer(request, response));

  #millis;

  /** How many entries it was sent. */
  entries = 0;

  /** How many bundles these were in. */
  bundles = 0;

  /** @param {number} [millis] after which it answers */
  constructor(millis = 0) {
    this.#millis = millis;
  }

  /** Listens on a free port. */
  async start() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://127.0.0.1:${this.#server.address().port}/fhir`;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const entries = count(Buffer.concat(chunks));
      this.entries += entries;
      this.bundles++;
      const answers = Array.from({ length: entries }, () => ANSWER).join(',');
      response.setHeader('content-type', 'application/fhir+json');
      const answer = `{"resourceType":"Bundle","type":"batch-response","entry":[${answers}]}`;
      if (this.#millis === 0) {
        response.end(answer);
      } else {
        setTimeout(() => response.end(answer), this.#millis);
      }
    });
  }
}

/** How many entries a bundle has; only its bytes are searched, so that the sink takes little of the machine's time. */
export function count(bundle) {
  let entries = 0;
  for (let at = bundle.indexOf(ENTRY); at >= 0; at = bundle.indexOf(ENTRY, at + ENTRY.length)) {
    entries++;
  }
  return entries;
}
