import type { RewrappedKeys } from '@told/service';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';

/** What was done to all data keys. */
export interface RewrappedAll {
  /** Names the master key that all of them are wrapped with. */
  readonly masterKey: string;
  readonly rewrapped: number;
  readonly standing: number;
}

/** The last one finds nothing more to do; what comes meanwhile is wrapped with the newest key already. */
const PASSES_MAX = 5;

/**
 * Has intake wrap every data key with the first of its master keys, and look at all of them once more. Throws CliError `unsound` when one cannot
 * be opened, or when they do not come to an end.
 */
export async function rewrapAll(
  connection: Connection,
  reason: string,
  onPiece: (rewrapped: number) => void,
): Promise<RewrappedAll> {
  let rewrapped = 0;
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    const done = await rewrapOnce(connection, reason, (piece) => onPiece(rewrapped + piece));
    rewrapped += done.rewrapped;
    if (done.damaged > 0) {
      throw new CliError(
        'unsound',
        `${done.damaged} data keys are opened by none of the master keys that intake was given.\nFix: keep every master key there was, and restore the key file from its backup.`,
      );
    }
    if (done.rewrapped === 0)
      return { masterKey: done.masterKey, rewrapped, standing: done.standing };
  }
  throw new CliError('unsound', 'data keys are still being wrapped with an earlier master key.');
}

async function rewrapOnce(
  connection: Connection,
  reason: string,
  onPiece: (rewrapped: number) => void,
): Promise<Omit<RewrappedKeys, 'next'>> {
  let all = { masterKey: '', rewrapped: 0, standing: 0, damaged: 0 };
  for (let from: number | null = 1; from !== null; ) {
    const body: object = { reason, from };
    const piece: RewrappedKeys = await connection.call('intake', '/v1/keys/rewrap', { body });
    all = {
      masterKey: piece.masterKey,
      rewrapped: all.rewrapped + piece.rewrapped,
      standing: all.standing + piece.standing,
      damaged: all.damaged + piece.damaged,
    };
    // A look at what is wrapped already is nothing to tell of.
    if (piece.rewrapped > 0) onPiece(all.rewrapped);
    from = piece.next;
  }
  return all;
}
