import type { Keyring } from '@told/identity';
import { ConfigError, type Database, type Statement } from '@told/service';

/** A version named before stays as it was named first. */
const NAME_SECRETS: Statement = {
  name: 'intake_name_secrets',
  text: `INSERT INTO area_secret (version, fingerprint) SELECT * FROM unnest($1::integer[], $2::text[])
    ON CONFLICT (version) DO NOTHING`,
};

const FIND_SECRETS: Statement = {
  name: 'intake_find_secrets',
  text: 'SELECT version, fingerprint FROM area_secret ORDER BY version',
};

/**
 * Remembers which area secrets made the keys of this database. Rejects with ConfigError where one of them is not given, or another in its
 * place: everybody whose key it made would be taken for somebody new.
 */
export async function keepSecrets(db: Database, { fingerprints }: Keyring): Promise<void> {
  const given = new Map(fingerprints.map(({ version, fingerprint }) => [version, fingerprint]));
  const rows = await db.transaction(async (tx) => {
    await tx.query(NAME_SECRETS, [[...given.keys()], [...given.values()]]);
    return (await tx.query<{ version: number; fingerprint: string }>(FIND_SECRETS)).rows;
  });
  const faults = rows
    .filter(({ version, fingerprint }) => given.get(version) !== fingerprint)
    .map(({ version }) => ({
      variable: 'TOLD_AREA_SECRETS',
      fault: `has no version ${version}, or another secret than the one that made keys in this database`,
    }));
  if (faults.length > 0) throw new ConfigError(faults);
}
