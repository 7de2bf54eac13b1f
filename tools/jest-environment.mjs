// A test file that leaves a socket, a server, a child process or a timer behind fails, instead of a warning at the end
// of the run that nobody reads.
import { TestEnvironment } from 'jest-environment-node';

/** Sockets take a moment to close, and jest's own reporter uses short timers when it runs tests in its own process. */
const GRACE_MS = 5_000;
const POLL_MS = 20;
const WATCHED = new Set([
  'TCPSocketWrap',
  'TCPServerWrap',
  'PipeWrap',
  'PipeServerWrap',
  'ProcessWrap',
  'FSEventWrap',
  'MessagePort',
  'Timeout',
]);

export default class LeakCheckingEnvironment extends TestEnvironment {
  #before = new Map();
  #failed = false;

  // What a failed test leaves open is its failure's consequence; an error about it would hide the cause.
  handleTestEvent(event) {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.#failed = true;
  }

  async setup() {
    await super.setup();
    touchStreams();
    this.#before = countResources();
  }

  async teardown() {
    await super.teardown();
    const deadline = Date.now() + GRACE_MS;
    let leaked = this.#findLeaked();
    while (leaked.length > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      leaked = this.#findLeaked();
    }
    if (leaked.length > 0 && !this.#failed)
      throw new Error(`The test file leaves open: ${leaked.join(', ')}`);
  }

  #findLeaked() {
    return [...countResources()]
      .filter(([type, count]) => count > (this.#before.get(type) ?? 0))
      .map(([type, count]) => `${count - (this.#before.get(type) ?? 0)} ${type}`);
  }
}

/** In a worker of jest's these are pipes, open from their first use on; to import `node:process` is a use of all three. */
function touchStreams() {
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream.destroyed;
}

function countResources() {
  const counts = new Map();
  for (const type of process.getActiveResourcesInfo()) {
    if (WATCHED.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
