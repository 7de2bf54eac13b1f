import { CliError } from './exit-codes.ts';

/** The part of `process` that signals come from. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/** Ctrl-C and SIGTERM, for as long as something runs that must be stopped in order. */
export interface Interruption {
  isInterrupted(): boolean;
  /** Resolves as the work does; rejects with CliError `interrupted` as soon as a signal comes. The work is left to fail on its own. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Throws CliError `interrupted` if a signal has come. */
  check(): void;
  /** Nothing is left to do but to stay up: resolves when a signal comes, which is then no failure. */
  stayUp(): Promise<void>;
  end(): void;
}

/** Watches from now on. Further signals change nothing: what was started is being stopped, and stopping has its own deadlines. */
export function watchInterruption(
  signals: SignalSource,
  onSignal: (isFirst: boolean) => void,
): Interruption {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined); // nobody need be waiting when it comes
  const staying = Promise.withResolvers<void>();
  let interrupted = false;
  let isStaying = false;
  const interrupt = (): void => {
    const isFirst = !interrupted;
    interrupted = true;
    onSignal(isFirst);
    if (isStaying) staying.resolve();
    else reject(new CliError('interrupted', 'stopped before it was done'));
  };
  signals.on('SIGINT', interrupt);
  signals.on('SIGTERM', interrupt);
  return {
    isInterrupted: () => interrupted,
    during: (work) => Promise.race([work, promise]),
    check() {
      if (interrupted) throw new CliError('interrupted', 'stopped before it was done');
    },
    stayUp() {
      isStaying = true;
      return interrupted ? promise : staying.promise;
    },
    end() {
      signals.off('SIGINT', interrupt);
      signals.off('SIGTERM', interrupt);
    },
  };
}
