import { LogError, systemClock } from '@told/event-log';
import { type BrokerAccess, pickAccess } from '../broker-access.ts';
import { openCluster } from '../wire/cluster.ts';
import { quietIdleQueues } from '../wire/quiet-queue.ts';
import { type Acl, createAcls, deleteAcls, listAcls } from './acls.ts';
import { deleteUsers, listUsers, putUsers } from './scram-users.ts';

/** Users of a cluster and what they may do there, for a login that may change both. Everything rejects with LogError. */
export interface ClusterAdmin {
  /** Undefined: the cluster has no authorizer. */
  acls(): Promise<readonly Acl[] | undefined>;
  /** Grants, then revokes; resolves when every broker goes by it. */
  changeAcls(change: {
    readonly create: readonly Acl[];
    readonly delete: readonly Acl[];
  }): Promise<void>;
  /** Those that log in with SCRAM-SHA-512. */
  users(): Promise<readonly string[]>;
  /** Makes users, or gives them another password: Kafka holds one for each. Resolves when every broker knows them. */
  putUsers(passwords: Readonly<Record<string, string>>): Promise<void>;
  deleteUsers(names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const CLIENT_ID = 'told-admin';
/** The controller answers before its brokers have heard. */
const HEARD_MS_MAX = 10_000;
const HEARD_EVERY_MS = 10;

type Ask = <Answer>(api: string, values: object) => Promise<Answer>;

export function openClusterAdmin(access: BrokerAccess): ClusterAdmin {
  quietIdleQueues();
  const cluster = openCluster({
    ...pickAccess(access),
    ...{ clientId: CLIENT_ID, clock: systemClock, random: Math.random },
  });

  /** @throws LogError `retriable` when a broker does not come to know it in time */
  async function untilHeard(isHeard: (ask: Ask) => Promise<boolean>): Promise<void> {
    const { brokers } = await cluster.describe([]);
    const startedMs = performance.now();
    for (const { nodeId: broker } of brokers) {
      const ask: Ask = (api, values) => cluster.call(broker, 'ask', api, values);
      while (!(await isHeard(ask))) {
        if (performance.now() - startedMs > HEARD_MS_MAX)
          throw new LogError('retriable', { broker, state: 'users and rights not heard' });
        await systemClock.sleep(HEARD_EVERY_MS);
      }
    }
  }

  return {
    acls: () => listAcls(cluster.ask),
    async changeAcls({ create, delete: unwanted }) {
      if (create.length + unwanted.length === 0) return;
      await createAcls(cluster, create);
      await deleteAcls(cluster, unwanted);
      await untilHeard(async (ask) => {
        const there = new Set((await listAcls(ask))?.map(keyOfAcl));
        return (
          create.every((acl) => there.has(keyOfAcl(acl))) &&
          !unwanted.some((acl) => there.has(keyOfAcl(acl)))
        );
      });
    },
    users: () => listUsers(cluster.ask),
    async putUsers(passwords) {
      const names = Object.keys(passwords);
      if (names.length === 0) return;
      await putUsers(cluster, passwords);
      await untilHeard(async (ask) => {
        const there = new Set(await listUsers(ask));
        return names.every((name) => there.has(name));
      });
    },
    deleteUsers: (names) => deleteUsers(cluster, names),
    close: () => cluster.close(),
  };
}

/** Two rules that say the same have the same key. */
export const keyOfAcl = ({
  principal,
  resource,
  name,
  pattern,
  operation,
  permission,
  host,
}: Acl) => [permission, principal, operation, resource, pattern, name, host].join(' ');
