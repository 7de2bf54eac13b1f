import fs from 'node:fs';
import path from 'node:path';
import { openEventLog, type Statement } from '@told/service';
import type { Stack } from '@told/stack';
import { withDatabase } from '../../src/index.ts';
import type { RunningArea } from '../../src/trials/start-area.ts';
import type { Place } from './marks.ts';

/** The logs of all services and servers, as far as they are files of this stack. */
export function readLogs({ logDir, postgres, kafka }: Stack): readonly Place[] {
  const services = fs.readdirSync(logDir).map((name) => path.join(logDir, name));
  const server = path.join(postgres.dir ?? '', 'postgres.log');
  const brokers = kafka?.nodes.map(({ logFile }) => logFile) ?? [];
  const files = [...services, server, ...brokers].filter((file) => fs.existsSync(file));
  return files.map((name) => ({ name, text: fs.readFileSync(name, 'utf8') }));
}

export async function readMetrics({ area, stack }: RunningArea): Promise<readonly Place[]> {
  const reading = Object.keys(stack.services).map(async (service) => {
    const answer = await fetch(`${area.urlOf(service)}/metrics`, {
      headers: { connection: 'close' },
    });
    return { name: `metrics of ${service}`, text: await answer.text() };
  });
  return Promise.all(reading);
}

/** Keys and headers of every record, and its value, each a place of its own by topic. Bytes are read one character each. */
export async function readRecords({ stack }: RunningArea): Promise<{
  readonly outside: readonly Place[];
  readonly values: readonly Place[];
}> {
  const log = openEventLog(stack.log, 'told-test');
  const outside: Place[] = [];
  const values: Place[] = [];
  try {
    for (const { name: topic } of await log.topics()) {
      for (const { partition, low, end } of await log.bounds(topic)) {
        for await (const batch of log.read({ topic, partition, from: low, to: end })) {
          for (const { key, headers, value } of batch) {
            const named = Object.entries(headers).flatMap(([name, bytes]) => [name, read(bytes)]);
            outside.push({
              name: `key or header in ${topic}`,
              text: [read(key), ...named].join('\n'),
            });
            values.push({ name: `value in ${topic}`, text: read(value) });
          }
        }
      }
    }
  } finally {
    await log.close();
  }
  return { outside, values };
}

const read = (bytes: Buffer): string => bytes.toString('latin1');

// Some numbers are larger than JavaScript's.
const TABLES: Statement = {
  name: 'test_tables',
  text: `SELECT t.table_name AS name, string_agg(
      CASE c.data_type WHEN 'bigint' THEN format('%I::text', c.column_name) ELSE format('%I', c.column_name) END, ', ') AS columns
    FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
    WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY t.table_name`,
};

/** Every row of every table of the services' databases; what is binary, one character a byte. */
export async function readTables({ area, stack }: RunningArea): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const service of Object.keys(stack.databases)) {
    await withDatabase(area, service, async (db) => {
      const { rows: tables } = await db.query<{ name: string; columns: string }>(TABLES);
      for (const { name, columns } of tables) {
        const { rows } = await db.query({
          name: `test_read_${name}`,
          text: `SELECT ${columns} FROM "${name}"`,
        });
        const cells = rows.flatMap((row) => Object.values(row));
        const texts = cells.map((cell) =>
          Buffer.isBuffer(cell) ? read(cell) : (JSON.stringify(cell) ?? ''),
        );
        places.push({ name: `${service}/${name}`, text: texts.join('\n') });
      }
    });
  }
  return places;
}
