import type { Statement, Transaction } from '@told/service';
import type { Moment } from '../received-releases.ts';
import { assessFile } from './assess-file.ts';
import type { CaseFile, Claim } from './case-file.ts';
import { lockOpening } from './case-queries.ts';
import { digestBody, writeJournal } from './journal.ts';
import { joinJsonOf } from './json-column.ts';
import type { Office } from './office.ts';
import { writeAwards } from './write-steps.ts';

/** The journal's name of the command. */
export const OPEN_CASE = 'open-case';

/** `already-open`: with exactly this body before; `reused`: the reference belongs to another opening. */
export type OpenAnswer = 'opened' | 'already-open' | 'reused';

const READ_OPENINGS: Statement = {
  name: 'office_read_openings',
  text: `SELECT case_reference AS "caseReference", body_digest AS "bodyDigest"
    FROM unnest($1::text[]) AS k (reference), LATERAL (
      SELECT case_reference, body_digest FROM journal
      WHERE command = '${OPEN_CASE}' AND case_reference = k.reference OFFSET 0
    ) AS found`,
};

/** Opens cases, each once, and answers line by line. Opening a case tells nobody: it says what is known already. */
export async function openCases(
  tx: Transaction,
  office: Office,
  claims: readonly Claim[],
  { givenBy, moment }: { readonly givenBy: string; readonly moment: Moment },
): Promise<readonly OpenAnswer[]> {
  await lockOpening(tx);
  const { rows } = await tx.query<{ caseReference: string; bodyDigest: Buffer }>(READ_OPENINGS, [
    claims.map(({ caseReference }) => caseReference),
  ]);
  const known = new Map(rows.map((row) => [row.caseReference, row.bodyDigest]));
  const opened: { readonly claim: Claim; readonly bodyDigest: Buffer }[] = [];
  const answers = claims.map((claim): OpenAnswer => {
    const bodyDigest = digestBody(bodyOf(claim));
    const before = known.get(claim.caseReference);
    if (before !== undefined) return before.equals(bodyDigest) ? 'already-open' : 'reused';
    known.set(claim.caseReference, bodyDigest);
    opened.push({ claim, bodyDigest });
    return 'opened';
  });
  await deriveOpened(
    tx,
    office,
    opened.map(({ claim }) => claim),
  );
  await writeJournal(
    tx,
    opened.map(({ claim, bodyDigest }) => ({
      command: OPEN_CASE,
      caseReference: claim.caseReference,
      submissionKey: null,
      body: bodyOf(claim),
      bodyDigest,
      givenBy,
    })),
    moment,
  );
  return answers;
}

const bodyOf = ({ person, opening }: Claim) => ({ person, opening });

const INSERT_CLAIMS: Statement = {
  name: 'office_insert_claims',
  text: `INSERT INTO claim (case_reference, person, opening)
    SELECT * FROM unnest($1::text[], string_to_array($2, E'\\x1f', '')::jsonb[], string_to_array($3, E'\\x1f', '')::jsonb[])`,
};

/** What an opening derives: the claim, its award, and the office's own tables. */
export async function deriveOpened(
  tx: Transaction,
  office: Office,
  claims: readonly Claim[],
): Promise<void> {
  if (claims.length === 0) return;
  await tx.query(INSERT_CLAIMS, [
    claims.map(({ caseReference }) => caseReference),
    joinJsonOf(claims.map(({ person }) => person)),
    joinJsonOf(claims.map(({ opening }) => opening)),
  ]);
  const files = claims.map((claim): CaseFile => {
    const file = { claim, facts: [], assessment: null };
    return { ...file, assessment: assessFile(office, file) };
  });
  await writeAwards(tx, files);
  await office.onOpened?.(tx, claims);
}
