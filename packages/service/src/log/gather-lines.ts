import type { DestinationStream } from 'pino';

/** What pino writes to, and flushes before an exit. */
export interface LineDestination extends DestinationStream {
  flush(done?: (error?: Error) => void): void;
}

/**
 * Hands on the lines of one turn of the event loop together: of requests that are answered together, each line would otherwise wake a thread to
 * write it, which costs more than making it.
 */
export function gatherLines(destination: LineDestination): LineDestination {
  let lines = '';
  const handOn = (): void => {
    if (lines === '') return;
    const gathered = lines;
    lines = '';
    destination.write(gathered);
  };
  return {
    write(line) {
      if (lines === '') setImmediate(handOn);
      lines += line;
    },
    flush(done) {
      handOn();
      destination.flush(done);
    },
  };
}
