import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type AgencyDatabase,
  createAgencyDatabase,
} from '../../../agency-sdk/test/agency-database.ts';
import { readReceived } from './read-databases.ts';

let office: AgencyDatabase;
beforeAll(async () => {
  office = await createAgencyDatabase();
});
afterAll(() => office.drop());

/** A release of the case, and which one it takes back. */
async function receive(sequence: number, changeId: string, takesBack: string | null = null) {
  const releaseId = randomUUID();
  await office.rows(
    `INSERT INTO received_release (release_id, case_reference, release_sequence, change_id, topic, partition, log_offset, value, business_date, received_at, takes_back)
      VALUES ($1, 'CTB-1', $2, $3, 'told.releases.luton', 0, $2, '', '2010-05-13', now(), $4)`,
    [releaseId, sequence, changeId, takesBack],
  );
  return releaseId;
}

test('what is taken back is the change that the release came of, whichever change takes it back', async () => {
  const [told, correcting] = [randomUUID(), randomUUID()];
  const first = await receive(1, told);
  await receive(2, correcting, first);
  await receive(3, correcting, randomUUID());
  const takenBack: unknown[] = [];
  for await (const some of readReceived(office.db)) {
    takenBack.push(...some.map((one) => one.takenBack));
  }
  expect(takenBack).toEqual([null, told, null]);
});
