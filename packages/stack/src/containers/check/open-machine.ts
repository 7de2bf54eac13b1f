import fs from 'node:fs';
import path from 'node:path';
import { takePort } from '../../ports.ts';
import { startPostgres } from '../../postgres/index.ts';
import { CONSOLE, SERVICE_LIST } from '../../stack/service-list.ts';
import type { Undo } from '../../stack/undo.ts';
import { environmentOf, readVariables } from '../fill-in.ts';
import { SECRETS_FOLDER } from '../secret-names.ts';
import { writeSecrets } from '../secrets/write-secrets.ts';
import type { Here } from './containers.ts';

const PASSABLE = 0o755;
const OPEN = 0o777;

/** This machine in place of an engine: secrets, a PostgreSQL, and where everything is that containers call by name. */
export async function openMachine(
  images: ReadonlyMap<string, string>,
  dir: string,
  undo: Undo,
): Promise<Here> {
  await writeSecrets(dir);
  // The containers' user must come by; an engine would mount each file.
  for (const folder of ['.told', '.told/containers', SECRETS_FOLDER]) {
    fs.chmodSync(path.join(dir, folder), PASSABLE);
  }
  const issuerDir = path.join(dir, 'issuer');
  fs.mkdirSync(issuerDir);
  fs.chmodSync(issuerDir, OPEN);
  const variables = readVariables(fs.readFileSync(path.join(dir, '.env'), 'utf8'));
  const postgres = await startPostgres({ dir: path.join(dir, 'postgres'), durable: false });
  undo.later(() => postgres.stop());
  const places = await findPlaces(dir, postgres.port);
  return {
    images,
    dir,
    translate: (text) =>
      [...places].reduce((sofar, [there, local]) => sofar.replaceAll(there, local), text),
    environmentOf(container) {
      const env = environmentOf(container, variables);
      const isAdmin = env['TOLD_DATABASE_URL']?.startsWith('postgres://postgres:');
      return isAdmin ? { ...env, TOLD_DATABASE_URL: postgres.url() } : env;
    },
  };
}

/** What a container has or calls by name → where it is here. */
async function findPlaces(dir: string, postgresPort: number): Promise<ReadonlyMap<string, string>> {
  const here = async (): Promise<string> => `127.0.0.1:${await takePort()}`;
  const entries: [string, string][] = [];
  for (const name of [
    'registry',
    'issuer',
    ...[...SERVICE_LIST, CONSOLE].map(({ name }) => name),
  ]) {
    entries.push([`http://${name}:8080`, `http://${await here()}`]);
  }
  const [client, mtls] = [await here(), await here()];
  return new Map([
    ...entries,
    ['@postgres:5432', `@127.0.0.1:${postgresPort}`],
    ['//postgres:5432', `//127.0.0.1:${postgresPort}`],
    ['//0.0.0.0:9092', `//${client}`],
    ['//0.0.0.0:9093', `//${mtls}`],
    ['kafka:9092', client],
    ['kafka:9093', mtls],
    ['127.0.0.1:9094', await here()],
    ['127.0.0.1:9095', await here()],
    ['/var/lib/kafka/data', path.join(dir, 'kafka/data')],
    ['/tmp/logs', path.join(dir, 'kafka/logs')],
    ['/run/secrets', path.join(dir, SECRETS_FOLDER)],
    ['/var/lib/told', path.join(dir, 'kept')],
  ]);
}
