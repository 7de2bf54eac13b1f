import { setTimeout as sleep } from 'node:timers/promises';

/** Where Node listens for a debugger after SIGUSR1; one process at a time, since all would take the same port. */
const INSPECTOR = 'http://127.0.0.1:9229/json/list';
const POLL_MS = 50;
const ATTEMPTS_MAX = 100;

type Target = { readonly webSocketDebuggerUrl: string };

async function findTarget(): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await fetch(INSPECTOR)
      .then((answer) => answer.json() as Promise<readonly Target[]>)
      .catch(() => undefined); // it does not listen yet
    if (found?.[0] !== undefined) return found[0].webSocketDebuggerUrl;
    if (attempt === ATTEMPTS_MAX) throw new Error('a process lets itself be inspected');
    await sleep(POLL_MS);
  }
}

/** Asks one thing after another of the process behind the socket. */
function createAsker(socket: WebSocket) {
  let lastId = 0;
  return (method: string, params: object = {}): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      const take = ({ data }: MessageEvent): void => {
        const answer = JSON.parse(String(data));
        if (answer.id !== id) return;
        socket.removeEventListener('message', take);
        if (answer.error === undefined) resolve(answer.result);
        else reject(new Error(`${method}: ${answer.error.message}`));
      };
      socket.addEventListener('message', take);
      socket.addEventListener('close', () => reject(new Error(`${method}: no answer`)), {
        once: true,
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
}

/** Bytes that live on the heap of a Node process's main thread, once its garbage is collected. It runs on, uninspected, afterwards. */
export async function readHeapBytes(pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await findTarget());
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const ask = createAsker(socket);
  await ask('HeapProfiler.collectGarbage');
  const { usedSize } = await ask('Runtime.getHeapUsage');
  const closed = new Promise((resolve) =>
    socket.addEventListener('close', resolve, { once: true }),
  );
  // Later, so that the answer can still be sent.
  const expression =
    "setTimeout(() => process.getBuiltinModule('node:inspector').close(), 10).unref(), 0";
  await ask('Runtime.evaluate', { expression });
  socket.close();
  await closed;
  await waitUntilFree();
  return Number(usedSize);
}

async function waitUntilFree(): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const isFree = await fetch(INSPECTOR).then(
      () => false,
      () => true,
    );
    if (isFree) return;
    await sleep(POLL_MS);
  }
  throw new Error('a process stops being inspected');
}
