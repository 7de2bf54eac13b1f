import type { Pool, PoolClient } from 'pg';
import type { CanonicalSchema } from './canonical-schema.ts';
import type { Level, Version } from './compatibility.ts';
import { findBreaks } from './compatibility.ts';
import { RegistryProblem } from './registry-problem.ts';

export interface StoredVersion extends Version {
  readonly subject: string;
  readonly id: number;
}

/** Held while a schema is registered or a level set, so that ids are dense and no version is judged against a stale list. */
const REGISTRATION_LOCK = 7_418_101;
const GLOBAL = '';

const VERSIONS = {
  name: 'registry-versions',
  text: `SELECT v.subject, v.version, v.schema_id AS id, s.schema
           FROM registry_version v JOIN registry_schema s ON s.id = v.schema_id
          WHERE v.subject = $1
          ORDER BY v.version`,
};
const SUBJECTS = {
  name: 'registry-subjects',
  text: 'SELECT DISTINCT subject FROM registry_version ORDER BY subject',
};
const LOOK_UP = {
  name: 'registry-look-up',
  text: `SELECT v.subject, v.version, v.schema_id AS id, s.schema
           FROM registry_version v JOIN registry_schema s ON s.id = v.schema_id
          WHERE v.subject = $1 AND s.digest = $2`,
};
const SCHEMA_OF_ID = {
  name: 'registry-schema-of-id',
  text: 'SELECT schema FROM registry_schema WHERE id = $1',
};
const ID_OF_DIGEST = {
  name: 'registry-id-of-digest',
  text: 'SELECT id FROM registry_schema WHERE digest = $1',
};
const ADD_SCHEMA = {
  name: 'registry-add-schema',
  text: 'INSERT INTO registry_schema (digest, schema) VALUES ($1, $2) RETURNING id',
};
const ADD_VERSION = {
  name: 'registry-add-version',
  text: 'INSERT INTO registry_version (subject, version, schema_id) VALUES ($1, $2, $3)',
};
const LEVEL_OF = {
  name: 'registry-level-of',
  text: 'SELECT level FROM registry_level WHERE subject = $1',
};
const SET_LEVEL = {
  name: 'registry-set-level',
  text: `INSERT INTO registry_level (subject, level) VALUES ($1, $2)
         ON CONFLICT (subject) DO UPDATE SET level = EXCLUDED.level`,
};

export type RegistryStore = ReturnType<typeof createRegistryStore>;

/** The registry's rows. A level is asked and set per subject, or for all when the subject is left out. */
export function createRegistryStore(pool: Pool) {
  return {
    async versionsOf(subject: string): Promise<readonly StoredVersion[]> {
      return (await pool.query<StoredVersion>(VERSIONS, [subject])).rows;
    },
    async subjects(): Promise<readonly string[]> {
      return (await pool.query<{ subject: string }>(SUBJECTS)).rows.map((row) => row.subject);
    },
    async lookUp(subject: string, { digest }: CanonicalSchema): Promise<StoredVersion | undefined> {
      return (await pool.query<StoredVersion>(LOOK_UP, [subject, digest])).rows[0];
    },
    async schemaOf(id: number): Promise<string | undefined> {
      return (await pool.query<{ schema: string }>(SCHEMA_OF_ID, [id])).rows[0]?.schema;
    },
    levelOf: (subject = GLOBAL): Promise<Level | undefined> => levelOf(pool, subject),
    setLevel: (level: Level, subject = GLOBAL): Promise<void> =>
      inRegistration(pool, async (client) => {
        await client.query(SET_LEVEL, [subject, level]);
      }),
    /** Id of the schema under the subject, which is added unless it is there. Throws RegistryProblem 409 when it breaks the level. */
    register: (subject: string, schema: CanonicalSchema): Promise<number> =>
      inRegistration(pool, (client) => register(client, subject, schema)),
  };
}

async function register(
  client: PoolClient,
  subject: string,
  schema: CanonicalSchema,
): Promise<number> {
  const known = (await client.query<StoredVersion>(LOOK_UP, [subject, schema.digest])).rows[0];
  if (known) return known.id;
  const { rows: versions } = await client.query<StoredVersion>(VERSIONS, [subject]);
  const level =
    (await levelOf(client, subject)) ?? (await levelOf(client, GLOBAL)) ?? 'FULL_TRANSITIVE';
  const breaks = findBreaks(level, schema.text, versions);
  if (breaks.length > 0) {
    throw new RegistryProblem(409, `subject ${subject}, level ${level}: ${breaks.join('; ')}`);
  }
  const found = (await client.query<{ id: number }>(ID_OF_DIGEST, [schema.digest])).rows[0];
  const id =
    found?.id ??
    (await client.query<{ id: number }>(ADD_SCHEMA, [schema.digest, schema.text])).rows[0]?.id;
  const version = (versions.at(-1)?.version ?? 0) + 1;
  await client.query(ADD_VERSION, [subject, version, id]);
  return id as number;
}

async function levelOf(on: Pool | PoolClient, subject: string): Promise<Level | undefined> {
  return (await on.query<{ level: Level }>(LEVEL_OF, [subject])).rows[0]?.level;
}

async function inRegistration<T>(pool: Pool, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [REGISTRATION_LOCK]);
    const result = await run(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure; // the connection is not fit for another use
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
