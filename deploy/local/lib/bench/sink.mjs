import { once } from 'node:events';
import { createServer } from 'node:http';

const ENTRY = Buffer.from(',"request":{"method":"');
const ANSWER = '{"response":{"status":"200"}}';

/** A FHIR server that says yes to every bundle at once and keeps nothing. */
export class Sink {
  name = 'destination';
  dialect = 'bulk-data';
  #server = createServer((request, response) => this.#answer(request, response));

  /** How many entries it was sent. */
  entries = 0;

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
      const answers = Array.from({ length: entries }, () => ANSWER).join(',');
      response.setHeader('content-type', 'application/fhir+json');
      response.end(`{"resourceType":"Bundle","type":"batch-response","entry":[${answers}]}`);
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
