import type { Stack } from '@told/stack';
import pg from 'pg';
import { digestKeyOf } from '../../../services/gateway/src/ids.ts';
import {
  CLAIM,
  CONSENTING,
  digestsOf,
  FORM,
  PEOPLE,
  PURPOSE,
  RECIPIENT,
  SOURCE,
  SOURCE_PREFIX,
  SQL,
} from './people.ts';

const { subjectKey, digest } = SQL;
const CHUNK = 20_000;

const DIGEST_COLUMNS = `birth_date_digest, surname_prefix_digest, initial_digest, postcode_digest, surname_digest, forename_digest`;
const DIGESTS = ['birthDate', 'surnamePrefix', 'initial', 'postcode', 'surname', 'forename']
  .map(digest)
  .join(', ');

const casesOf = ({ agency, capacity, prefix }: typeof CLAIM, people: number): readonly string[] => [
  `INSERT INTO interest (interest_id, version, agency, capacity, case_reference, subject_key, state, matched, secret_version, from_on,
     changed_at_micros, ${DIGEST_COLUMNS})
   SELECT md5('${prefix}' || n)::uuid, 1, '${agency}', '${capacity}', '${prefix}' || n, ${subjectKey}, 'final', 'nino', 1, '2010-04-01',
     0, ${DIGESTS}
   FROM generate_series(0, ${people - 1}) AS n`,
  `INSERT INTO release_case (agency, case_reference)
   SELECT '${agency}', '${prefix}' || n FROM generate_series(0, ${people - 1}) AS n`,
];

const GATEWAY: readonly string[] = [
  `INSERT INTO subject (subject_key) SELECT ${subjectKey} FROM generate_series(0, ${PEOPLE - 1}) AS n`,
  ...casesOf(CLAIM, PEOPLE),
  ...casesOf(FORM, CONSENTING),
  `INSERT INTO consent (consent_id, version, subject_key, recipient, purpose, action, recorded_by, on_day, subject_version, recorded_at_micros)
   SELECT md5('consent ' || n)::uuid, 1, ${subjectKey}, '${RECIPIENT}', '${PURPOSE}', 'given', '${SOURCE}', '2010-05-01', 0, 0
   FROM generate_series(0, ${CONSENTING - 1}) AS n`,
  `INSERT INTO consent_history (consent_id, version, action, recorded_by, on_day, subject_version, recorded_at_micros)
   SELECT consent_id, version, action, recorded_by, on_day, subject_version, recorded_at_micros FROM consent`,
];

/** Rows made here refer to each other; looking that up for each would take longer than writing them. */
const UNCHECKED = ['SET session_replication_role = replica', 'SET synchronous_commit = off'];

const INTAKE: readonly string[] = [
  `INSERT INTO known_case (agency, case_reference, subject_key, by_interest)
   SELECT '${SOURCE}', '${SOURCE_PREFIX}' || n, ${subjectKey}, true FROM generate_series(0, ${CONSENTING - 1}) AS n`,
];

const INSERT_DIGESTS = `
  INSERT INTO subject_digest (subject_key, digest_key, secret_version, ${DIGEST_COLUMNS})
  SELECT ${subjectKey}, digest_key, 1, ${DIGESTS} FROM unnest($1::integer[], $2::uuid[]) AS told (n, digest_key)`;

/**
 * Puts everybody into the databases of a stack that runs, as if they had been registered one by one: subjects, cases, digests, consents. The log
 * is told nothing of it.
 */
export async function loadPeople(stack: Stack, onProgress: (what: string) => void): Promise<void> {
  await within(stack.adminUrl('intake'), async (client) => {
    for (const text of [...INTAKE, 'VACUUM ANALYZE']) await client.query(text);
  });
  await within(stack.adminUrl('gateway'), async (client) => {
    for (const text of [...UNCHECKED, ...GATEWAY]) await client.query(text);
    onProgress(`${PEOPLE.toLocaleString('en-GB')} people are loaded, and their digests come`);
    for (let from = 0; from < PEOPLE; from += CHUNK) {
      const numbers = Array.from({ length: CHUNK }, (_, index) => from + index);
      const keys = numbers.map((number) => digestKeyOf(digestsOf(number)));
      await client.query(INSERT_DIGESTS, [numbers, keys]);
    }
    for (const text of ['VACUUM ANALYZE', 'CHECKPOINT']) await client.query(text);
  });
}

/** Connected as the superuser. */
export async function within<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
