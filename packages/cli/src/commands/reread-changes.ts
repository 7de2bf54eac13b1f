import { openCodec } from '@told/codec';
import {
  actionsUseFor,
  checkReason,
  createPublisher,
  openDatabase,
  openEventLog,
  Problem,
  recordAction,
  setBackWatermarks,
  systemClock,
} from '@told/service';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { readProfile } from '../profile.ts';

/** Who reads told.changes, each as the group of its own name, and knows what it has had before. */
export const REREADERS = ['gateway', 'audit'] as const;

export interface RereadOptions {
  readonly service: (typeof REREADERS)[number];
  readonly reason: string;
  readonly dryRun?: boolean;
}

const TOPIC = 'told.changes';

export const REREAD_HELP = `
For a gateway or audit that has ended with "forked" or "offset-out-of-range", after "told changes republish": it reads every change again
and skips those that it has decided, or entered. It writes to the service's database itself, since a service in that state answers nobody;
start the service again after it.

Example:
  npm run -s told -- changes reread --reason 'the broker lost its disk'
  npm run -s told -- changes reread --service audit --reason 'the broker lost its disk'`;

/** Sets the service's position in told.changes back to the oldest record, and records that it was done. */
export async function rereadChanges(
  { service: origin, reason, dryRun = false }: RereadOptions,
  context: CommandContext,
): Promise<void> {
  refuseReason(reason);
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const [group, topic] = [origin, TOPIC];
  const url = profile.databases[origin];
  if (url === undefined) {
    throw new CliError('usage', `the profile has no database of the service "${origin}".`);
  }
  const log = openEventLog(profile.log, 'told');
  const db = openDatabase({ url, name: 'told', max: 1 });
  try {
    const bounds = await log.bounds(topic);
    if (dryRun) {
      const partitions = bounds.map(({ partition }) => partition);
      context
        .printer()
        .result(
          { service: origin, topic, partitions, status: 'not-done' },
          () => `would let the ${origin} read ${topic} again from the oldest record`,
        );
      return;
    }
    const publisher = await createPublisher({ log });
    const codec = await openCodec({
      registryUrl: profile.registry.url,
      uses: [actionsUseFor(origin)],
    });
    const ports = { codec, publisher, clock: systemClock, origin };
    const partitions = await db.transaction(async (tx) => {
      const moved = await setBackWatermarks(tx, { group, topic }, bounds);
      for (const partition of moved) {
        const target = { kind: 'partition', topic, partition } as const;
        await recordAction(
          tx,
          { action: 'changes-reread', target, reason, actor: 'operator' },
          ports,
        );
      }
      return moved;
    });
    context
      .printer()
      .result(
        { service: origin, topic, partitions, status: 'done' },
        () =>
          `the ${origin} reads ${topic} again from the oldest record (${partitions.length} partitions); start it again if it has ended`,
      );
  } finally {
    await db.close();
    await log.close();
  }
}

/** As a service would. */
function refuseReason(reason: string): void {
  try {
    checkReason(reason);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new CliError('refused', `${error.code}: ${error.message}`, { code: error.code });
  }
}
