import {
  type Clock,
  type Database,
  nowMicrosOf,
  problem,
  requireScope,
  uuidParams,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { describeProof } from './describe-proof.ts';
import { proofSchema } from './proof-schema.ts';
import { readHistory } from './queries.ts';
import { findWithdrawal, readWithdrawn, type Withdrawal } from './withdrawn-releases.ts';

export interface ProofPorts {
  readonly db: Database;
  readonly clock: Clock;
}

/** Of one person, for one purpose: far more than were ever told of anybody. */
const RELEASES_MAX = 10_000;

/** GET /v1/consents/{consentId}/withdrawal-proof */
export function addProof(http: FastifyInstance, { db, clock }: ProofPorts): void {
  http.get<{ Params: { readonly consentId: string } }>(
    '/v1/consents/:consentId/withdrawal-proof',
    {
      onRequest: requireScope('consents:read'),
      schema: {
        operationId: 'proveWithdrawal',
        summary: 'Who holds what was given on a withdrawn consent, and who has answered',
        description:
          'For its recipient; for anybody with `audit:read`. `POST /v1/ledger/references` of the audit service takes `entry` and `entries`, and names the entries that stand for them.',
        params: uuidParams('consentId'),
        response: { 200: { description: 'As of now.', ...proofSchema } },
      },
      config: { problems: ['consent-unknown', 'consent-not-withdrawn'] },
    },
    async ({ params: { consentId }, caller }) => {
      const agency = caller.scopes.has('audit:read') ? null : caller.agency;
      const withdrawal = await find(db, { consentId, agency });
      const found = await readWithdrawn(db, withdrawal, RELEASES_MAX);
      const nowMicros = nowMicrosOf(clock);
      return describeProof(withdrawal, found, { nowMicros, isWhole: found.length < RELEASES_MAX });
    },
  );
}

/** Who recorded some of it without being its recipient learns nothing of what it led to: it is answered like what does not exist. */
async function find(
  db: Database,
  asked: { readonly consentId: string; readonly agency: string | null },
): Promise<Withdrawal> {
  const withdrawal = await findWithdrawal(db, asked);
  if (withdrawal !== undefined) return withdrawal;
  const [consent] = await readHistory(db, { ...asked, limit: 1 });
  const isItsOwn = asked.agency === null || consent?.recipient === asked.agency;
  throw problem(consent !== undefined && isItsOwn ? 'consent-not-withdrawn' : 'consent-unknown');
}
