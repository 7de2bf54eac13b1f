import type { Cluster, Purpose } from '../wire/cluster.ts';
import { fromKafka } from '../wire/failures.ts';
import { nameError } from '../wire/kafkajs-parts.ts';

const GROUP = 0;
/** The group has another coordinator now, or this one is not ready: it is looked up again. */
const MOVED: readonly string[] = [
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
];

/** The broker that keeps a group: its members and the positions it has committed. */
export interface Coordinator {
  /** Gives the answer, and Kafka's name of its error if it is one for the caller to judge. @throws LogError */
  call<Answer extends { readonly errorCode: number }>(
    api: string,
    values: object,
  ): Promise<{ readonly answer: Answer; readonly error: string | undefined }>;
  /** As `call`, where each partition has an error of its own; the first that there is counts. */
  callForPartitions<Answer extends PartitionErrors>(
    api: string,
    values: object,
  ): Promise<{ readonly answer: Answer; readonly error: string | undefined }>;
}
export interface PartitionErrors {
  readonly errorCode?: number;
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly errorCode: number }[];
  }[];
}

export function openCoordinator(cluster: Cluster, group: string, purpose: Purpose): Coordinator {
  let broker: number | undefined;

  async function find(): Promise<number> {
    const found = await cluster.ask<{
      readonly errorCode: number;
      readonly coordinator: { readonly nodeId: number };
    }>('GroupCoordinator', { groupId: group, coordinatorType: GROUP });
    const name = nameError(found.errorCode);
    if (name !== undefined) throw fromKafka(name, { group });
    return found.coordinator.nodeId;
  }

  async function callFor<A>(api: string, values: object, codeOf: (answer: A) => number) {
    broker ??= await find();
    try {
      const answer = await cluster.call<A>(broker, purpose, api, { groupId: group, ...values });
      const error = nameError(codeOf(answer));
      if (error !== undefined && MOVED.includes(error)) throw fromKafka(error, { group });
      return { answer, error };
    } catch (error) {
      broker = undefined;
      throw error;
    }
  }

  return {
    call: <A extends { readonly errorCode: number }>(api: string, values: object) =>
      callFor<A>(api, values, ({ errorCode }) => errorCode),
    callForPartitions: <A extends PartitionErrors>(api: string, values: object) =>
      callFor<A>(api, values, findError),
  };
}

function findError({ errorCode = 0, responses }: PartitionErrors): number {
  const codes = responses.flatMap(({ partitions }) => partitions.map((one) => one.errorCode));
  return errorCode || (codes.find((code) => code !== 0) ?? 0);
}
