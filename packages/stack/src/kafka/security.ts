import path from 'node:path';
import type { BrokerAccess } from '@told/event-log-kafka';
import { keepFile, writeText } from '../kept-file.ts';
import type { CertificateFolder } from '../pki/keep-certificates.ts';
import { ADMIN_USER } from '../rights/list-rights.ts';
import { makePassword } from '../stack/log-users.ts';

/** How a cluster of our own asks who comes. */
export type ClusterSecurity = {
  readonly brokerPassword: string;
  /** As the administrator. */
  readonly access: Required<Pick<BrokerAccess, 'login' | 'tls'>>;
  readonly certificates: CertificateFolder;
};

const HOSTS = ['localhost', '127.0.0.1'];
/** No user's name, so that whoever has the brokers' certificate is nobody among the clients. */
const BROKERS = 'brokers';

/** Passwords and certificates of the cluster in this folder; kept ones stay. */
export async function keepSecurity(dir: string): Promise<ClusterSecurity> {
  const secrets = keepFile(
    path.join(dir, 'secrets.json'),
    (kept: { readonly admin: string; readonly broker: string } | undefined) =>
      kept ?? { admin: makePassword(), broker: makePassword() },
  );
  // The library takes a while to load, which only a secured cluster need wait for.
  const { openCertificates } = await import('../pki/keep-certificates.ts');
  const certificates = await openCertificates(path.join(dir, 'pki'));
  const { cert, key } = await certificates.keep({ name: BROKERS, hosts: HOSTS });
  writeText(path.join(certificates.dir, 'broker-keystore.pem'), `${key}\n${cert}\n`);
  return {
    brokerPassword: secrets.broker,
    access: {
      login: { username: ADMIN_USER, password: secrets.admin },
      tls: { ca: certificates.ca },
    },
    certificates,
  };
}
