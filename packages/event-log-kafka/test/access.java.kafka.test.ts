import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { partitionFor } from '@told/event-log';
import {
  type Certificate,
  createAuthority,
  issueCertificate,
} from '../../stack/src/pki/certificates.ts';
import { listenOn } from '../../stack/src/ports.ts';
import type { BrokerAccess } from '../src/broker-access.ts';
import { awaitCoordinator, describeCluster } from '../src/cluster-state.ts';
import { createKafkaLog } from '../src/kafka-log.ts';
import { type SecuredCluster, startSecuredCluster } from './secured-cluster.ts';
import { compare, readTexts, startLoad } from './steady-load.ts';
import { createTopic } from './test-nodes.ts';

const WRONG = 'not the password that it has';
const EXPIRED = { from: new Date('2020-01-01') };

let cluster: SecuredCluster;
let luton: Certificate;
/** One that no broker knows. */
let stranger: Certificate;
beforeAll(async () => {
  cluster = await startSecuredCluster();
  luton = await certificates().keep({ name: 'luton' });
  stranger = await createAuthority('a stranger');
}, 60_000);
afterAll(() => cluster?.remove());

const certificates = () => {
  if (!cluster.secured) throw new TypeError('the cluster is secured');
  return cluster.secured.certificates;
};
const mtls = (own?: Certificate): BrokerAccess => ({
  brokers: cluster.secured?.mtlsBrokers ?? [],
  tls: { ca: certificates().ca, ...own },
});
const withoutTls = ({ tls: _tls, ...access }: BrokerAccess): BrokerAccess => access;
const withoutLogin = ({ login: _login, ...access }: BrokerAccess): BrokerAccess => access;

describe('who is let in', () => {
  test('a user by its password, and by a certificate that names it', async () => {
    for (const access of [cluster.accessOf('luton'), mtls(luton)]) {
      const log = createKafkaLog({ ...access, clientId: 'luton' });
      const seen = (await log.topics()).map(({ name }) => name);
      expect(seen).toContain('told.releases.luton');
      expect(seen).not.toContain('told.changes');
      await log.close();
    }
  });

  test.each<[string, () => BrokerAccess | Promise<BrokerAccess>, Record<string, unknown>]>([
    [
      'a wrong password',
      () => ({ ...cluster.accessOf('luton'), login: { username: 'luton', password: WRONG } }),
      { kafka: 'SASL_AUTHENTICATION_FAILED', logUser: 'luton' },
    ],
    [
      'a user that there is not',
      () => ({ ...cluster.access, login: { username: 'nobody', password: WRONG } }),
      { kafka: 'SASL_AUTHENTICATION_FAILED', logUser: 'nobody' },
    ],
    ['no login', () => withoutLogin(cluster.access), { state: 'login-wanted' }],
    ['no encryption', () => withoutTls(cluster.access), { state: 'tls-wanted' }],
    ['neither', () => withoutTls(withoutLogin(cluster.access)), { state: 'tls-wanted' }],
    [
      'trust in somebody else only',
      () => ({ ...cluster.access, tls: { ca: stranger.cert } }),
      { reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    ],
    ['no certificate', () => mtls(), { reason: 'ALERT_BAD_CERTIFICATE' }],
    [
      'a stranger’s certificate',
      async () => mtls(await issueCertificate(stranger, { name: 'luton' })),
      { reason: 'ALERT_CERTIFICATE_UNKNOWN' },
    ],
    [
      'an expired certificate',
      async () => mtls(await certificates().issue({ name: 'luton', ...EXPIRED })),
      { reason: 'ALERT_CERTIFICATE_UNKNOWN' },
    ],
    [
      'a login where a certificate is asked for',
      () => ({ ...cluster.access, ...mtls(luton) }),
      { kafka: 'ILLEGAL_SASL_STATE' },
    ],
  ])('with %s: nobody, told at once and for good', async (_name, accessOf, details) => {
    const access = await accessOf();
    const refusal = await describeCluster(access).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'unauthorized', retryable: false, details });
    expect(JSON.stringify([refusal, String(refusal)])).not.toContain(
      access.login?.password ?? WRONG,
    );
  });
});

test('who waits for a cluster to be ready is told at once that it will not be let in', async () => {
  const access = { ...cluster.accessOf('luton'), login: { username: 'luton', password: WRONG } };
  const waiting = awaitCoordinator({ ...access, nodes: 1, timeoutMs: 600_000 });
  await expect(waiting).rejects.toMatchObject({ code: 'unauthorized' });
});

describe('a broker is not trusted', () => {
  async function serve(certificate: Certificate): Promise<{ broker: string; end(): void }> {
    const server = tls.createServer({ ...certificate }, (socket) => socket.end());
    server.on('tlsClientError', () => undefined); // the client's refusal is what is looked at
    const port = await listenOn(server);
    return { broker: `127.0.0.1:${port}`, end: () => void server.close() };
  }

  test.each([
    ['whose certificate has expired', { hosts: ['127.0.0.1'], ...EXPIRED }, 'CERT_HAS_EXPIRED'],
    ['that is another’s', { hosts: ['kafka.example'] }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that shows a client’s certificate', {}, 'INVALID_PURPOSE'],
  ])('%s', async (_name, request, reason) => {
    const server = await serve(await certificates().issue({ name: 'broker', ...request }));
    const asking = describeCluster({ ...cluster.access, brokers: [server.broker] });
    await expect(asking).rejects.toMatchObject({ code: 'unauthorized', details: { reason } });
    server.end();
  });
});

describe('a secured broker', () => {
  test('that is killed and started under load loses nothing, and lets the same users in', async () => {
    const log = cluster.open(undefined, { settleMs: 60_000 });
    const topic = await createTopic(log, 2);
    const load = startLoad(log, topic, 2);
    const [node] = cluster.nodes;
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const before = load.acknowledged();
      while (load.acknowledged() < before + 40) await new Promise(setImmediate);
      await node?.kill(signal);
      await node?.start();
    }
    await load.stop();
    const texts = await Promise.all(load.lanes.map(({ at }) => readTexts(log, at)));
    expect(compare(load.lanes, (partition) => texts[partition] ?? [])).toMatchObject({
      ...{ lost: 0, strange: 0, disordered: [] },
    });

    const luton = cluster.open('luton');
    const key = Buffer.from('reference');
    const at = { topic: 'told.submissions.luton', partition: partitionFor(key, 12) };
    await expect(luton.append(at, [{ key, value: Buffer.from('v') }])).resolves.toHaveLength(1);
  });
});
