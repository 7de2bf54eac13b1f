/** The side of a contender that runs in a process of its own: its garbage and its compiled code are nobody else's. */
export type Running = {
  /** The same work as the measured one, smaller. */
  warmUp(): Promise<void>;
  /** The measured work; answers how many records are done with: acknowledged, or whatever the work asks for. */
  run(): Promise<number>;
  /** What is measured beside it, afterwards: by name. */
  measureMore?(ratePerSecond: number): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
};

export type ToContender<Work> = { readonly work: Work } | { readonly go: true };
export type FromContender =
  | { readonly warm: true }
  | {
      readonly done: number;
      readonly seconds: number;
      readonly cpuSeconds: number;
    }
  | { readonly figures: Readonly<Record<string, number>> };

type Timed = Extract<FromContender, { readonly done: number }>;

/**
 * Waits for the work, warms up, waits for the word, works, and reports. A failure ends the process with its error on stderr.
 */
export function contend<Work>(open: (work: Work) => Promise<Running>): void {
  let running: Running | undefined;
  process.on('message', (message: ToContender<Work>) => {
    void (async () => {
      if ('work' in message) {
        running = await open(message.work);
        await running.warmUp();
        report({ warm: true });
      } else if (running) {
        const timed = await timeOf(running);
        report(timed);
        report({ figures: (await running.measureMore?.(timed.done / timed.seconds)) ?? {} });
        await running.close();
        process.disconnect();
      }
    })();
  });
}

async function timeOf(running: Running): Promise<Timed> {
  const cpuFrom = process.cpuUsage();
  const startedAtMs = performance.now();
  const done = await running.run();
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const { user, system } = process.cpuUsage(cpuFrom);
  return { done, seconds, cpuSeconds: (user + system) / 1_000_000 };
}

const report = (message: FromContender): void => void process.send?.(message);
