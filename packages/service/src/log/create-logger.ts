import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { allowOnly } from './allow-list.ts';
import { gatherLines } from './gather-lines.ts';
import { serializeError } from './serialize-error.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly service: string;
  readonly logLevel: string;
}

/** Messages are constant sentences in lower case without digits; whatever varies is a field. This is what a spliced-in value breaks. */
const MESSAGE = /^[a-z][a-z ,;:'’()/-]{0,159}$/;
export const MESSAGE_WITHHELD = '(message withheld: not a constant sentence)';

/**
 * The service's log: JSON lines on stdout, of allowed fields alone (allow-list.ts), with `err` as serialize-error.ts writes it.
 * Lines are written in the background; call `logger.flush()` before a deliberate exit.
 */
export function createLogger(options: LoggerOptions, stream?: DestinationStream): Logger {
  const logger = pino(
    {
      level: options.logLevel,
      base: { service: options.service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        bindings: allowOnly,
        log: keepAllowed,
      },
      serializers: { err: (error: unknown) => serializeError(error) },
      hooks: { logMethod: dropSplicedValues },
    },
    stream ?? gatherLines(destination({ fd: 1, sync: false, minLength: 1 })),
  );
  guardChildren(logger);
  return logger;
}

/** pino's children leave out the bindings formatter and may bring serialisers of their own: theirs are checked here, for all generations. */
function guardChildren(logger: Logger): void {
  const { child, setBindings } = logger;
  const guarded = function (this: Logger, bindings: object, options?: { readonly level?: string }) {
    const kept = options?.level === undefined ? {} : { level: options.level };
    return child.call(this, allowOnly(bindings), kept);
  };
  logger.child = guarded as Logger['child'];
  logger.setBindings = function (this: Logger, bindings) {
    setBindings.call(this, allowOnly(bindings));
  };
}

function keepAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  const { err, ...others } = fields;
  const allowed = allowOnly(others);
  return err === undefined ? allowed : { ...allowed, err };
}

/** pino takes (fields, message, …values) or (message, …values) or (error): the values would be spliced into the message. */
function dropSplicedValues(
  this: Logger,
  args: readonly unknown[],
  write: (this: Logger, ...args: [object, string]) => void,
): void {
  const [first, second] = args;
  const fields = first instanceof Error ? { err: first } : first;
  const message = typeof first === 'string' ? first : second;
  write.call(
    this,
    typeof fields === 'object' && fields !== null ? fields : {},
    typeof message === 'string' && MESSAGE.test(message) ? message : MESSAGE_WITHHELD,
  );
}
