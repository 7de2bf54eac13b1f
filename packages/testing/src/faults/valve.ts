import { EventEmitter, once } from 'node:events';

/** Lets what passes through wait while it is shut. */
export interface Valve {
  setShut(shut: boolean): void;
  /** Resolves at once while open, else when it is opened. Rejects when the signal is aborted. */
  pass(signal: AbortSignal): Promise<void>;
}

export function createValve(): Valve {
  const opened = new EventEmitter();
  // One waits for each stalled connection: as many as there are.
  opened.setMaxListeners(0);
  let isShut = false;
  return {
    setShut(shut) {
      isShut = shut;
      if (!shut) opened.emit('open');
    },
    async pass(signal) {
      while (isShut) await once(opened, 'open', { signal });
    },
  };
}
