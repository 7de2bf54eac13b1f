import type { AgreementSet } from '@told/agreements';
import type { Database, Statement } from '@told/service';

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

/** Remembers the files loaded, before anything is decided by them: whoever asks why must find the citation years later. */
export async function keepAgreements(db: Database, set: AgreementSet): Promise<void> {
  const { agreements } = set;
  await db.query(INSERT, [
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
