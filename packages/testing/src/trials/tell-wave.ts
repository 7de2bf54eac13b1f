import { setTimeout as sleep } from 'node:timers/promises';
import type { Area } from '../load/area.ts';
import { createPoster, type PostAnswer, type Poster } from '../load/post-json.ts';
import { sendChanges } from '../load/send-changes.ts';
import type { NewInterest, OfficerCommand, Wave } from './make-wave.ts';

const TRIES_MAX = 1_800;
const RETRY_MS = 100;

/**
 * Tells a wave, each part again and again until it is answered: doors may be closed, and answers lost. Resolves with the changes that
 * intake has acknowledged. Rejects when something of it is refused, or not taken in all its tries.
 */
export async function tellWave(area: Area, wave: Wave): Promise<ReadonlySet<string>> {
  const poster = createPoster(8);
  try {
    const [report] = await Promise.all([
      sendChanges({ area, changes: wave.changes, lines: 40 }),
      ...wave.commands.map((command) => giveCommand(area, poster, command)),
      ...wave.interests.map((interest) => register(area, poster, interest)),
    ]);
    const refusals = Object.entries(report.refused);
    if (refusals.length > 0) throw new Error(`intake refused changes: ${JSON.stringify(refusals)}`);
    return report.accepted;
  } finally {
    poster.close();
  }
}

async function giveCommand(area: Area, poster: Poster, command: OfficerCommand): Promise<void> {
  const { service, agency, caseReference, idempotencyKey, change } = command;
  await tellUntilTaken(`a command at ${service}`, async () =>
    poster.post(
      `${area.urlOf(service)}/v1/cases/${caseReference}/changes`,
      JSON.stringify(change),
      {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        authorization: `Bearer ${await area.tokenOf(agency)}`,
      },
    ),
  );
}

async function register(area: Area, poster: Poster, wanted: NewInterest): Promise<void> {
  await tellUntilTaken(`an interest of ${wanted.agency}`, async () =>
    poster.post(
      `${area.urlOf('gateway')}/v1/interests/bulk`,
      `${JSON.stringify(wanted.interest)}\n`,
      {
        'content-type': 'application/x-ndjson',
        authorization: `Bearer ${await area.tokenOf(wanted.agency)}`,
      },
    ),
  );
}

/** A bulk route answers 200 also for a line that only has to be told again. */
const isLater = ({ status, body }: PostAnswer): boolean =>
  [429, 500, 502, 503].includes(status) ||
  /"code":"(dependency-unavailable|busy|internal)"/.test(body);

/** Resolves with the answer. `fine`: statuses that say as well that it is done. */
export async function tellUntilTaken(
  what: string,
  tell: () => Promise<PostAnswer>,
  fine: readonly number[] = [],
): Promise<string> {
  let said = 'no answer';
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    const answer = await tell().catch(() => undefined); // its connection was cut; told again
    if (answer !== undefined && !isLater(answer)) {
      const isTaken = answer.status < 300 && !answer.body.includes('"status":"refused"');
      if (isTaken || fine.includes(answer.status)) return answer.body;
      throw new Error(`${what} was refused: ${answer.status} ${answer.body.slice(0, 300)}`);
    }
    if (answer !== undefined) said = `${answer.status} ${answer.body.slice(0, 300)}`;
    await sleep(RETRY_MS);
  }
  throw new Error(`${what} was not taken in ${TRIES_MAX} tries; the last answer: ${said}`);
}
