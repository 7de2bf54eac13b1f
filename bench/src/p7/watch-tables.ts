import pg from 'pg';

/** Told of the ids of rows as soon as they are committed. */
export type OnVisible = (ids: readonly string[], atMs: number) => void;

const CHANNEL = 'bench_visible';
/** A notification holds less than 8,000 bytes, and an id at most 36 and a comma. */
const IDS_MAX = 200;

const triggerOf = (table: string, column: string): string => `
  CREATE FUNCTION ${CHANNEL}() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    ids text;
  BEGIN
    FOR ids IN
      SELECT string_agg(id, ',')
      FROM (SELECT ${column}::text AS id, (row_number() OVER () - 1) / ${IDS_MAX} AS part FROM added) AS numbered GROUP BY part
    LOOP
      PERFORM pg_notify('${CHANNEL}', ids);
    END LOOP;
    RETURN NULL;
  END
  $$;
  CREATE TRIGGER ${CHANNEL} AFTER INSERT ON ${table} REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ${CHANNEL}()`;

/** Has the server tell of every row of a table when it is committed. Answers how to stop listening. */
export async function watchTable(
  url: string,
  { table, column }: { readonly table: string; readonly column: string },
  onVisible: OnVisible,
): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  // Its server may be stopped first when something else has failed.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(triggerOf(table, column));
  client.on('notification', ({ payload = '' }) => onVisible(payload.split(','), performance.now()));
  await client.query(`LISTEN ${CHANNEL}`);
  return () => client.end();
}
