import fs from 'node:fs';
import path from 'node:path';
import { writeText } from '../../kept-file.ts';
import { openCertificates } from '../../pki/keep-certificates.ts';
import { ADMIN_USER } from '../../rights/list-rights.ts';
import { readMembers } from '../../stack/infra.ts';
import { makeMasterKey } from '../../stack/key-files.ts';
import { SECRET_FILES, SECRETS_FOLDER } from '../secret-names.ts';
import { completeEnvironment } from './keep-environment.ts';

/** Where the broker is reached: by its name among the containers, and by tools on this machine. */
const BROKER_HOSTS = ['kafka', 'localhost', '127.0.0.1'];
/** No user's name: whoever has the broker's certificate is nobody among its clients. */
const BROKERS = 'brokers';

/**
 * Makes what the containers of docker-compose.yml are given and no repository holds: `.env`, for its owner only, and certificates.
 * Run again, it adds what is missing and renews what has nearly expired.
 */
export async function writeSecrets(root: string): Promise<void> {
  const env = path.join(root, '.env');
  const kept = fs.existsSync(env) ? fs.readFileSync(env, 'utf8') : '';
  writeText(env, completeEnvironment(kept, await readMembers(), new Date()));
  const certificates = await openCertificates(path.join(root, '.told/containers/pki'));
  const broker = await certificates.keep({ name: BROKERS, hosts: BROKER_HOSTS });
  const admin = await certificates.keep({ name: ADMIN_USER });
  const folder = path.join(root, SECRETS_FOLDER);
  hand(folder, {
    [SECRET_FILES.authority]: certificates.ca,
    [SECRET_FILES.brokerKeystore]: `${broker.key}\n${broker.cert}\n`,
    [SECRET_FILES.adminCertificate]: admin.cert,
    [SECRET_FILES.adminKey]: admin.key,
    [SECRET_FILES.masterKey]: keepMasterKey(path.join(folder, SECRET_FILES.masterKey)),
  });
}

/** Another one would open none of the data keys. */
const keepMasterKey = (file: string): string =>
  fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : makeMasterKey();

/** Compose mounts each file as it is into the containers that may have it, whose users are not this machine's: the folder is shut instead. */
function hand(folder: string, files: Readonly<Record<string, string>>): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    writeText(file, text);
    fs.chmodSync(file, 0o444);
  }
}
