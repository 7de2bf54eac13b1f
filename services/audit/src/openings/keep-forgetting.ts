import { codeOf, doRegularly, type Logger } from '@told/service';
import { type ForgetPorts, forgetSome } from './forget-openings.ts';

/** Nobody waits for it but whoever reads the report of an erasure. */
const LOOK_EVERY_MS = 2_000;
/** Transactions a turn: a stop is not held up by a long history. */
const TURNS_MAX = 200;

/** Forgets what is to be forgotten, from time to time; what a turn leaves or cannot do, a later one does. */
export function keepForgetting({
  logger,
  everyMs = LOOK_EVERY_MS,
  ...ports
}: ForgetPorts & { readonly logger: Logger; readonly everyMs?: number }): {
  stop(): Promise<void>;
} {
  return doRegularly(async () => {
    try {
      for (let turn = 0; turn < TURNS_MAX; turn += 1) if (!(await forgetSome(ports))) return;
    } catch (error) {
      logger.warn({ err: error, code: codeOf(error) }, 'openings are not forgotten yet');
    }
  }, everyMs);
}
