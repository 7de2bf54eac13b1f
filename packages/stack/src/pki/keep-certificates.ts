import fs from 'node:fs';
import path from 'node:path';
import { writeText } from '../kept-file.ts';
import {
  type Certificate,
  type CertificateRequest,
  createAuthority,
  isGood,
  issueCertificate,
} from './certificates.ts';

/**
 * A folder of certificates, each as `<name>.pem` with its key as `<name>.key`, for their owner only; who signed them is `ca`. Clients' are in a
 * folder of their own, since anybody may have any name.
 */
export type CertificateFolder = {
  readonly dir: string;
  readonly clientDir: string;
  /** PEM text. */
  readonly ca: string;
  /** The kept one as long as it is good, else a new one. */
  keep(request: CertificateRequest): Promise<Certificate>;
  /** One that is not kept. */
  issue(request: CertificateRequest): Promise<Certificate>;
};

const AUTHORITY = 'ca';

/** Opens the folder; the first time it makes an authority of its own, which nothing outside this machine should trust. */
export async function openCertificates(dir: string): Promise<CertificateFolder> {
  const clientDir = path.join(dir, 'clients');
  const authority = read(dir, AUTHORITY) ?? (await createAuthority('Told Once development'));
  write(dir, AUTHORITY, authority);
  return {
    dir,
    clientDir,
    ca: authority.cert,
    issue: (request) => issueCertificate(authority, request),
    async keep(request) {
      const folder = request.hosts ? dir : clientDir;
      const kept = read(folder, request.name);
      if (kept && isGood(kept, authority)) return kept;
      const issued = await issueCertificate(authority, request);
      write(folder, request.name, issued);
      return issued;
    },
  };
}

function read(dir: string, name: string): Certificate | undefined {
  const [cert, key] = [path.join(dir, `${name}.pem`), path.join(dir, `${name}.key`)];
  if (!fs.existsSync(cert) || !fs.existsSync(key)) return undefined;
  return { cert: fs.readFileSync(cert, 'utf8'), key: fs.readFileSync(key, 'utf8') };
}

/** The key first: a certificate without its key would never be replaced. */
function write(dir: string, name: string, { cert, key }: Certificate): void {
  writeText(path.join(dir, `${name}.key`), key);
  writeText(path.join(dir, `${name}.pem`), cert);
}
