import pg from 'pg';

/** A connection of its own for what is done once, ended whatever comes of it; that also gives up its advisory locks. */
export async function withClient(
  url: string,
  use: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
