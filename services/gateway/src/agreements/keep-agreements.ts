import type { AgreementSet, LoadedAgreements } from '@told/agreements';
import type { Database, Statement, Transaction } from '@told/service';

const INSERT: Statement = {
  name: 'gateway_insert_agreements',
  text: `INSERT INTO agreement (hash, agreement_id, version, set_id, title, basis_type, citation, link, note, sender_sees, purpose)
         SELECT hash, agreement_id, version, $10, title, basis_type, citation, link, note, sender_sees, purpose
         FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
              $9::text[],
              $11::text[])
              AS a (hash, agreement_id, version, title, basis_type, citation, link, note, sender_sees, purpose)
         ON CONFLICT (hash) DO NOTHING`,
};

const INSERT_TEXTS: Statement = {
  name: 'gateway_insert_agreement_texts',
  text: `INSERT INTO agreement_text (hash, content) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING`,
};

const INSERT_SET: Statement = {
  name: 'gateway_insert_agreement_set',
  text: `INSERT INTO agreement_set (set_hash, hash, set_id) SELECT $1, hash, $2 FROM unnest($3::text[]) AS s (hash)
         ON CONFLICT DO NOTHING`,
};

/**
 * Remembers the files loaded, before anything is decided by them: whoever asks why must find the citation years later, and whoever decides
 * again the very terms. `texts` are the files' bytes; without them nothing decided by this set can be decided again as of then.
 */
export async function keepAgreements(
  db: Database,
  set: AgreementSet,
  texts: LoadedAgreements['texts'] = [],
): Promise<void> {
  await db.transaction(async (tx) => {
    await insertAgreements(tx, set);
    if (texts.length === 0) return;
    await tx.query(INSERT_TEXTS, [texts.map((one) => one.hash), texts.map((one) => one.content)]);
    await tx.query(INSERT_SET, [set.hash, set.id, texts.map((one) => one.hash)]);
  });
}

async function insertAgreements(tx: Transaction, set: AgreementSet): Promise<void> {
  const { agreements } = set;
  await tx.query(INSERT, [
    agreements.map((one) => one.hash),
    agreements.map((one) => one.id),
    agreements.map((one) => one.version),
    agreements.map((one) => one.title),
    agreements.map((one) => one.basis.type),
    agreements.map((one) => one.basis.citation),
    agreements.map((one) => one.basis.link),
    agreements.map((one) => one.basis.note),
    agreements.map((one) => one.senderSees),
    set.id,
    agreements.map((one) => one.purpose),
  ]);
}
