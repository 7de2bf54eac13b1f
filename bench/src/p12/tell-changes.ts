import { type Codec, openCodec } from '@told/codec';
import { createPostgresLog, type NewRecord, partitionFor } from '@told/event-log';
import { CHANGES_TOPIC, codecUsesFor } from '../../../services/gateway/src/topics.ts';
import { PEOPLE, personTold, tellEarnings } from './people.ts';

const CHUNK = 2_000;

/** What is told of whom: a person's changes are numbered from 1. */
export type Told = { readonly number: number; readonly sequence: number };

/**
 * What is told in one round: everybody's turn comes equally often, so that whoever withdraws meets changes about themselves as often as
 * anybody would. `from` changes were told before.
 */
export const planRound = (from: number, changes: number): readonly Told[] =>
  Array.from({ length: changes }, (_, index): Told => {
    const at = from + index;
    return { number: personTold(at), sequence: 1 + Math.floor(at / PEOPLE) };
  });

/** How many of so many changes are about these people. */
export const countAbout = (people: ReadonlySet<number>, changes: number): number =>
  planRound(0, changes).filter(({ number }) => people.has(number)).length;

export type Teller = {
  tell(told: readonly Told[]): Promise<void>;
  close(): Promise<void>;
};

/** Appends to the embedded log as intake does: each person's changes to one partition, in order. */
export async function openTeller(logUrl: string, registryUrl: string): Promise<Teller> {
  const log = createPostgresLog({ connectionString: logUrl, clientId: 'bench' });
  const encode = createEncoder(await openCodec({ registryUrl, uses: codecUsesFor([]) }));
  const { length: partitions } = await log.bounds(CHANGES_TOPIC);
  return {
    async tell(told) {
      for (let from = 0; from < told.length; from += CHUNK) {
        const records = told.slice(from, from + CHUNK).map(encode);
        const lanes = Map.groupBy(records, ({ key }) => partitionFor(key, partitions));
        await Promise.all(
          [...lanes].map(([partition, some]) =>
            log.append({ topic: CHANGES_TOPIC, partition }, some),
          ),
        );
      }
    },
    close: () => log.close(),
  };
}

function createEncoder(codec: Codec): (told: Told) => NewRecord {
  const encodeBody = codec.encoder('ChangeBody', 'told.changes-body');
  const encodeChange = codec.encoder('ClaimantChange', CHANGES_TOPIC);
  return ({ number, sequence }) => {
    const { change, body } = tellEarnings(number, sequence);
    const value = encodeChange({ ...change, body: encodeBody(body) });
    return { key: Buffer.from(change.subjectKey), value };
  };
}
