import { problem } from './http/problems.ts';

export interface BatcherOptions<T, R> {
  /** Answers a batch item by item, in order; an item's Error is its own. A rejection makes the batch run again, item by item. */
  readonly run: (items: readonly T[]) => Promise<readonly (R | Error)[]>;
  readonly maxItems: number;
  /** Items that may wait; one more is refused with `busy`. */
  readonly maxQueued: number;
  /** How long the first item of an idle batcher waits for company; 0 takes what the same turn of the event loop brings. */
  readonly lingerMs: number;
  /** Batches under way at once; 1 keeps batches in order. */
  readonly maxInFlight?: number;
}

export interface Batcher<T, R> {
  /** Resolves or rejects with this item's own answer; rejects with the problem `busy` when too many wait. */
  (item: T): Promise<R>;
  /** Items waiting, without those under way. */
  readonly queued: () => number;
  /** Resolves when nothing waits and nothing is under way. */
  readonly drain: () => Promise<void>;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
}

/** Coalesces single calls into batches: while one batch is under way the next one gathers, so load makes batches larger by itself. */
export function createBatcher<T, R>(options: BatcherOptions<T, R>): Batcher<T, R> {
  const { run, maxItems, maxQueued, lingerMs, maxInFlight = 1 } = options;
  const queue: Waiting<T, R>[] = [];
  const idle: (() => void)[] = [];
  let inFlight = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || queue.length === 0 || inFlight >= maxInFlight) return;
    scheduled = true;
    if (lingerMs > 0) setTimeout(startScheduled, lingerMs);
    else setImmediate(startScheduled);
  }

  function startScheduled(): void {
    scheduled = false;
    startBatch();
    schedule();
  }

  function startBatch(): void {
    if (inFlight >= maxInFlight || queue.length === 0) return;
    const batch = queue.splice(0, maxItems);
    inFlight += 1;
    void settleBatch(batch, run).then(() => {
      inFlight -= 1;
      // What gathered meanwhile has lingered long enough.
      startBatch();
      if (inFlight === 0 && queue.length === 0) for (const wake of idle.splice(0)) wake();
    });
  }

  function enqueue(item: T): Promise<R> {
    if (queue.length >= maxQueued) return Promise.reject(problem('busy'));
    return new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (queue.length >= maxItems) startBatch();
      schedule();
    });
  }

  return Object.assign(enqueue, {
    queued: () => queue.length,
    drain: () =>
      inFlight === 0 && queue.length === 0
        ? Promise.resolve()
        : new Promise<void>((resolve) => idle.push(resolve)),
  });
}

type Run<T, R> = BatcherOptions<T, R>['run'];

async function settleBatch<T, R>(batch: readonly Waiting<T, R>[], run: Run<T, R>): Promise<void> {
  try {
    answerAll(batch, await run(batch.map(({ item }) => item)));
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error);
    else await settleSingly(batch, run);
  }
}

async function settleSingly<T, R>(batch: readonly Waiting<T, R>[], run: Run<T, R>): Promise<void> {
  for (const [index, waiting] of batch.entries()) {
    try {
      answerAll([waiting], await run([waiting.item]));
    } catch (error) {
      waiting.reject(error);
      if (!isRetryable(error)) continue;
      // Not this item's fault but a dependency's: the rest would wait in vain, one time limit after the other.
      for (const rest of batch.slice(index + 1)) rest.reject(error);
      return;
    }
  }
}

function answerAll<T, R>(batch: readonly Waiting<T, R>[], answers: readonly (R | Error)[]): void {
  if (answers.length !== batch.length) {
    throw new TypeError('a batch is answered item by item: as many answers as items');
  }
  for (const [index, waiting] of batch.entries()) {
    const answer = answers[index] as R | Error;
    if (answer instanceof Error) waiting.reject(answer);
    else waiting.resolve(answer);
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'retryable' in error && error.retryable === true;
}
