import pg from 'pg';

/** The database of Apicurio's registry, and its login's name. */
export const REGISTRY_STORE = 'apicurio';

/** Apicurio makes its own tables, and so needs a database that is its own. Doing it again changes the password alone. */
export async function prepareRegistryStore(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const name = pg.escapeIdentifier(REGISTRY_STORE);
    const { rowCount: role } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [
      REGISTRY_STORE,
    ]);
    const verb = role === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
    const { rowCount: database } = await client.query(
      'SELECT FROM pg_database WHERE datname = $1',
      [REGISTRY_STORE],
    );
    if (database === 0) await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  } finally {
    await client.end();
  }
}
