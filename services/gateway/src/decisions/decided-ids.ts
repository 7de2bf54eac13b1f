import type { AppliedIds, Sequenced, Statement } from '@told/service';

const READ_PLACES: Statement = {
  name: 'gateway_read_decided_places',
  text: `SELECT d.subject_key AS key, d.change_sequence AS sequence, d.change_id AS id
         FROM decision d WHERE d.change_id = ANY ($1::uuid[]) AND d.run = 1`,
};

/** What took effect is decided, in the same transaction, so that a subject's sequences need no table of their own. */
export const DECIDED_IDS: AppliedIds = {
  read: async (tx, _stream, places) =>
    (await tx.query<Sequenced>(READ_PLACES, [places.map(({ id }) => id)])).rows,
  keep: async () => undefined,
};
