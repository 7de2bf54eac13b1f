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
  /** Rejects with CliError `interrupted` when a signal comes; never resolves. */
  wait(): Promise<never>;
  end(): void;
}

/** Watches from now on. Further signals change nothing: what was started is being stopped, and stopping has its own deadlines. */
export function watchInterruption(
  signals: SignalSource,
  onSignal: (isFirst: boolean) => void,
): Interruption {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined); // nobody need be waiting when it comes
  let interrupted = false;
  const interrupt = (): void => {
    const isFirst = !interrupted;
    interrupted = true;
    onSignal(isFirst);
    reject(new CliError('interrupted', 'stopped, as asked'));
  };
  signals.on('SIGINT', interrupt);
  signals.on('SIGTERM', interrupt);
  return {
    isInterrupted: () => interrupted,
    during: (work) => Promise.race([work, promise]),
    wait: () => promise,
    end() {
      signals.off('SIGINT', interrupt);
      signals.off('SIGTERM', interrupt);
    },
  };
}
