import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseBusConfig, parseDatabasesConfig } from '../deploy/config.ts';
import { ROOT, SERVICES } from '../repository.ts';
import { readMembers } from '../stack/infra.ts';
import { CONSOLE, SERVICE_LIST } from '../stack/service-list.ts';
import type { ComposeFile, Container } from './compose/compose-file.ts';
import { describeCompose } from './compose/describe-compose.ts';
import { environmentOf, readVariables } from './fill-in.ts';
import { SECRETS_FOLDER } from './secret-names.ts';
import { writeSecrets } from './secrets/write-secrets.ts';

let root: string;
let file: ComposeFile;

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'told-containers-test-'));
  await writeSecrets(root);
  file = describeCompose(await readMembers());
});
afterAll(() => fs.rmSync(root, { recursive: true }));

/** What the container's process would see, with the folders of the container where they are here. */
function environmentHere(container: Container | undefined): Record<string, string> {
  if (container === undefined) throw new TypeError('there is such a container');
  const variables = readVariables(fs.readFileSync(path.join(root, '.env'), 'utf8'));
  return Object.fromEntries(
    Object.entries(environmentOf(container, variables)).map(([name, value]) => [
      name,
      value
        .replace('/run/secrets', path.join(root, SECRETS_FOLDER))
        .replace('/app/infra', path.join(ROOT, 'infra')),
    ]),
  );
}

const READ_CONFIGS = path.join(import.meta.dirname, 'test/read-configs.ts');
const ISSUER_CONFIG = path.join(import.meta.dirname, '../issuer/config.ts');

/** Has each configuration read its environment; rejects with all that is wrong with the first that does not do. */
const readConfigs = (wanted: readonly (readonly [string, Record<string, string>])[]) =>
  promisify(execFile)(process.execPath, [READ_CONFIGS, JSON.stringify(wanted)]);

describe('a program in a container', () => {
  test('takes the environment that it is given there', async () => {
    const services = [...SERVICE_LIST, CONSOLE].map(({ name, folder }) => {
      const config = path.join(SERVICES, folder, 'src/config.ts');
      return [config, environmentHere(file.services[name])] as const;
    });
    await readConfigs([...services, [ISSUER_CONFIG, environmentHere(file.services['issuer'])]]);
    const [[config, env] = [ISSUER_CONFIG, {}]] = services;
    const { TOLD_LOG_PASSWORD: _, ...less } = env;
    await expect(readConfigs([[config, less]])).rejects.toThrow('TOLD_LOG_PASSWORD');
  });

  test('is a job that takes its own, too', () => {
    const databases = parseDatabasesConfig(environmentHere(file.services['prepare-databases']));
    expect(Object.keys(databases.passwords)).toContain('apicurio');
    const bus = parseBusConfig(environmentHere(file.services['prepare-bus']));
    expect(Object.keys(bus.logUsers)).toContain('told-gateway');
    expect(bus.logTlsKey).toContain('PRIVATE KEY');
  });

  test('finds the secrets that it may have, and others on this machine find none', () => {
    for (const { file: secret } of Object.values(file.secrets)) {
      const place = path.join(root, secret);
      expect(fs.statSync(place).mode & 0o777).toBe(0o444);
      expect(fs.statSync(path.dirname(place)).mode & 0o077).toBe(0);
    }
    expect(fs.statSync(path.join(root, '.env')).mode & 0o077).toBe(0);
  });
});
