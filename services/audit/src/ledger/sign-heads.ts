import type { Head } from '@told/codec';
import { nameUuid } from '@told/identity';
import { formatHead, growTree, type Signer, signNote } from '@told/ledger';
import {
  type Clock,
  type Database,
  eventHeaders,
  failpoint,
  MICROS_PER_MS,
  type Publisher,
  type Statement,
} from '@told/service';
import type { LedgerSigners } from '../keys/ledger-keys.ts';
import { HEADS_TOPIC } from '../topics.ts';
import type { LedgerRow } from './queries.ts';
import { hasRoot } from './read-nodes.ts';

export interface HeadPorts {
  readonly db: Database;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly signers: LedgerSigners;
  readonly encodeHead: (head: Head) => Buffer;
}

/** Signs for one ledger of one running service. */
export interface HeadSigner {
  /**
   * Signs where the ledger stands, if it has grown since the last head, and says so on `told.heads`, in one transaction. What it signs was
   * committed before by others: no head is ever over an entry that a crash could take back. Resolves with the head's size; undefined: nothing new.
   * Rejects with PutBackError, ForkedError and KeyMissingError.
   */
  sign(): Promise<number | undefined>;
}

/** The database holds another ledger than this very process has signed: it was put back under a running service. */
export class PutBackError extends Error {
  readonly code = 'database-put-back';
  readonly retryable = false;

  constructor() {
    super(
      'the database was put back while the service was running; only a new start finds out how the ledger goes on',
    );
    this.name = 'PutBackError';
  }
}

/** What is kept no longer gives the root of the last head: entries or nodes were touched. No further head is signed. */
export class ForkedError extends Error {
  readonly code = 'ledger-forked';
  readonly retryable = false;

  constructor() {
    super('what is kept of the ledger must give the root of its last head, and no longer does');
    this.name = 'ForkedError';
  }
}

/** Another instance has rotated the ledger's key, and this one was not given the next. */
export class KeyMissingError extends Error {
  readonly code = 'ledger-key-missing';
  readonly retryable = true;

  constructor() {
    super('the ledger is signed with a key that this service was not given');
    this.name = 'KeyMissingError';
  }
}

/** Of heads; drawn once at random, and never changed. */
const HEADS = Buffer.from('4c0d9be27a6f41d5b3e8c1f05a972d64', 'hex');

// The key goes with the size: of one moment, so that what a rotation has entered is signed by the key that it names.
const READ_STANDING: Statement = {
  name: 'audit_read_standing',
  text: `SELECT l.no, l.id, l.size, l.roots, h.size AS signed, h.root AS "signedRoot", k.key
         FROM ledger l
         LEFT JOIN LATERAL (SELECT key FROM ledger_key WHERE ledger = l.no ORDER BY no DESC LIMIT 1) k ON true
         LEFT JOIN LATERAL (SELECT size, root FROM head WHERE ledger = l.no ORDER BY size DESC LIMIT 1) h ON true
         ORDER BY l.no DESC LIMIT 1`,
};

const INSERT_HEAD: Statement = {
  name: 'audit_insert_head',
  text: 'INSERT INTO head (ledger, size, root, note, signed_at_micros) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
};

export function createHeadSigner(ports: HeadPorts): HeadSigner {
  const { db, publisher, clock, signers, encodeHead } = ports;
  let signedHere = -1;

  async function sign(): Promise<number | undefined> {
    const signed = await db.transaction(async (tx) => {
      type Row = LedgerRow & {
        readonly signed: number | null;
        readonly signedRoot: Buffer | null;
        readonly key: string | null;
      };
      const [standing] = (await tx.query<Row>(READ_STANDING)).rows;
      if (standing?.id !== signers.ledgerId || standing.size < signedHere) throw new PutBackError();
      const { no, size, roots, signed, signedRoot } = standing;
      if (signed !== null && size <= signed) return undefined;
      if (signed !== null && signedRoot !== null && !(await hasRoot(db, no, signed, signedRoot)))
        throw new ForkedError();
      const signer = signers.find(standing.key ?? '');
      if (signer === undefined) throw new KeyMissingError();
      failpoint('head-read');
      const head = writeHead(signer, { size, roots, timeMs: clock.nowMs() });
      const { rowCount } = await tx.query(INSERT_HEAD, [
        ...[no, size, Buffer.from(head.root, 'hex'), head.note, head.signedAt],
      ]);
      if (rowCount === 0) return undefined; // another instance has signed the same
      const headers = eventHeaders({
        id: nameUuid(HEADS, `${head.logId}/${size}`),
        ...{ source: 'told/audit', type: 'Head', timeMs: head.signedAt / MICROS_PER_MS },
      });
      const value = encodeHead(head);
      await publisher.publish(tx, [{ topic: HEADS_TOPIC, key: head.logId, value, headers }]);
      failpoint('head-signed');
      return size;
    });
    if (signed === undefined) return undefined;
    failpoint('head-committed');
    signedHere = signed;
    return signed;
  }
  return { sign };
}

function writeHead(
  signer: Signer,
  { size, roots, timeMs }: Pick<LedgerRow, 'size' | 'roots'> & { readonly timeMs: number },
): Head {
  const root = growTree(size, roots).root();
  const lines = [`at ${new Date(timeMs).toISOString()}`];
  const origin = signer.name;
  return {
    ...{ logId: origin, size, root: root.toString('hex') },
    note: signNote(formatHead({ origin, size, root, lines }), [signer]),
    signedAt: timeMs * MICROS_PER_MS,
  };
}
