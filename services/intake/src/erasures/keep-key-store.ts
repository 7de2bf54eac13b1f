import { ConfigError, type Database, type KeyService, type Statement } from '@told/service';

const FIND: Statement = {
  name: 'intake_find_key_store',
  text: 'SELECT store_id AS "storeId" FROM key_store',
};

const REMEMBER: Statement = {
  name: 'intake_remember_key_store',
  text: 'INSERT INTO key_store (store_id) VALUES ($1) ON CONFLICT DO NOTHING',
};

/**
 * Remembers where the keys are that this database's changes are sealed with, and has the store made at the first start alone. Rejects with
 * ConfigError where there is another one, or none any more: what was told could not be opened, and what is told would be in clear. Rejects with
 * `keys-unavailable`, to be asked again, while the store cannot be had.
 */
export async function keepKeyStore(
  db: Database,
  keys: Pick<KeyService, 'storeId'> | undefined,
): Promise<void> {
  const kept = await readStoreId(db);
  if (keys === undefined) {
    if (kept !== undefined) refuse('is not set, and changes in this database are sealed');
    return;
  }
  const storeId = await keys.storeId(kept === undefined);
  if (kept === undefined) await db.query(REMEMBER, [storeId]);
  // Another instance may have been first.
  if ((await readStoreId(db)) !== storeId) {
    refuse('names another file than the one whose keys seal the changes in this database');
  }
}

async function readStoreId(db: Database): Promise<string | undefined> {
  return (await db.query<{ storeId: string }>(FIND)).rows[0]?.storeId;
}

function refuse(fault: string): never {
  throw new ConfigError([{ variable: 'TOLD_KEY_FILE', fault }]);
}
