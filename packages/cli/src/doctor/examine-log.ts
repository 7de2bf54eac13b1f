import type { EventLog } from '@told/event-log';
import { openEventLog } from '@told/service';
import type { Profile } from '../profile.ts';
import { examineBrokers } from './examine-brokers.ts';
import { examineRights } from './examine-rights.ts';
import { examineTopics } from './examine-topics.ts';
import { examine, type Finding } from './finding.ts';

/** Behind by more than a busy second. */
const LAG_RECORDS_MAX = 10_000n;

/** Which group reads which topics; the names are the services' own. */
function listReaders(
  profile: Profile,
): readonly { readonly group: string; readonly topic: RegExp }[] {
  const agencies = Object.keys(profile.services).flatMap((name) =>
    name === 'jobcentre'
      ? [name]
      : name.startsWith('council-tax-')
        ? [name.slice('council-tax-'.length)]
        : [],
  );
  return [
    { group: 'intake', topic: /^told\.submissions\./ },
    { group: 'gateway', topic: /^told\.(changes$|outcomes\.)/ },
    ...agencies.flatMap((agency) => [
      { group: `${agency}.reconcile`, topic: new RegExp(`^told\\.releases\\.${agency}$`) },
      {
        group: `${agency}.submission-results`,
        topic: new RegExp(`^told\\.submission-results\\.${agency}$`),
      },
    ]),
  ];
}

/** The log: its brokers, its topics, and how far each reader is behind. */
export async function examineLog(profile: Profile): Promise<readonly Finding[]> {
  const log = openEventLog(profile.log, 'told-doctor');
  try {
    const answering = await examine(
      'log',
      `start the stack again: it starts ${profile.log.kind === 'kafka' ? 'Kafka' : 'PostgreSQL'}`,
      async () => {
        const topics = await log.topics();
        return {
          ok: topics.length > 0,
          state: `${topics.length} topics`,
          ...(topics.length > 0
            ? {}
            : { fix: 'run "npm start": it creates what infra/topics.yaml lists' }),
        };
      },
    );
    const brokers = await examineBrokers(profile);
    if (!answering.ok) return [answering, ...brokers];
    const lags = await Promise.all(
      listReaders(profile).map(({ group, topic }) => examineReader(log, group, topic)),
    );
    const rights = await examineRights(profile);
    return [answering, ...brokers, await examineTopics(log), ...rights, ...lags];
  } finally {
    await log.close();
  }
}

function examineReader(log: EventLog, group: string, wanted: RegExp): Promise<Finding> {
  return examine(`log: ${group}`, 'look at the reader’s own line here', async () => {
    let lag = 0n;
    for (const { name } of (await log.topics()).filter((topic) => wanted.test(topic.name))) {
      lag += await measureLag(log, group, name);
    }
    const ok = lag <= LAG_RECORDS_MAX;
    return {
      ok,
      state: `at most ${lag} records behind`,
      ...(ok ? {} : { fix: 'wait if it falls; else read the service’s log' }),
    };
  });
}

/** An upper bound: offsets are not dense. */
async function measureLag(log: EventLog, group: string, topic: string): Promise<bigint> {
  const next = new Map(
    (await log.committed(group, topic)).map((position) => [position.partition, position.next]),
  );
  const bounds = await log.bounds(topic);
  return bounds.reduce(
    (sum, { partition, low, end }) => sum + (end - (next.get(partition) ?? low)),
    0n,
  );
}
