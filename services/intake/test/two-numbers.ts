import { type ClaimantChange, completeChange, type SubmittedJson } from '@told/codec';
import { type AreaSecret, changeIdOf, createKeyring } from '@told/identity';
import { acceptChanges } from '../src/acceptance/accept-changes.ts';
import type { ReadChange } from '../src/acceptance/read-change.ts';
import { openHttpIntake } from './http-intake.ts';
import { AREA_SECRETS, makeChange } from './open-intake.ts';

/** What a service answered of a person. */
export interface Resolved {
  readonly subjectKey?: string;
  readonly state?: string;
  readonly code?: string;
}

/** Persons of a test's own with several numbers each, told of by the Jobcentre; a number is named by a digit. */
export async function openTwoNumbers(areaSecrets: readonly AreaSecret[] = AREA_SECRETS) {
  const intake = await openHttpIntake(areaSecrets);
  const keyring = createKeyring(areaSecrets);
  let block = 0;
  const ninoOf = (digit: number): string => `QQ${digit}${String(block).padStart(5, '0')}A`;
  const keyOf = (digit: number, version = 0): string =>
    keyring.subjectKeys(ninoOf(digit).slice(0, 8))[version] ?? '';
  const idOf = (name: string): string => changeIdOf('jobcentre', `${block}-${name}`);
  const endOf = (key: string): string => changeIdOf('told', `ended/${key}`);
  const changeOf = (digit: number | null, more: object = {}): SubmittedJson =>
    ({
      ...makeChange(ninoOf(digit ?? 0)),
      ...(digit === null ? { person: null } : {}),
      ...more,
    }) as SubmittedJson;
  const newNumber = (from: number, to: number, more: object = {}): SubmittedJson =>
    changeOf(from, {
      ...{ fact: 'identity', income: null },
      identity: { newNino: ninoOf(to), reason: 'nino-changed' },
      ...more,
    });

  async function tell(name: string, change: SubmittedJson): Promise<void> {
    const { status, body } = await intake.tell(`${block}-${name}`, change);
    if (status !== 202) throw new Error(JSON.stringify(body));
  }

  /** As the door reads it, for a transaction of the test's own. */
  function read(name: string, change: SubmittedJson): ReadChange {
    const told = { agency: 'jobcentre', idempotencyKey: `${block}-${name}` };
    const outcome = intake.readChange({ ...told, change: completeChange(change) });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
    return outcome.value;
  }

  async function resolve(person: object, more: object = {}): Promise<Resolved> {
    const answer = await intake.http.inject({
      method: 'POST',
      url: '/v1/identities/resolve',
      headers: { authorization: 'Bearer told' },
      payload: {
        persons: [{ agency: 'luton', caseReference: `L-${block}`, person, ...more }],
      },
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return JSON.parse(answer.body).results[0];
  }

  /** Every change that waits for the log, in order. */
  async function published(): Promise<readonly ClaimantChange[]> {
    const waiting = await intake.waitingFor('told.changes');
    const decoded = await intake.codec.decode('ClaimantChange', waiting);
    return decoded.flatMap((one) => (one.ok ? [one.value] : []));
  }

  /** Whose each change is, by the digit of a number or `r` for a random key, its place, and whom the key goes on as. */
  async function places(): Promise<readonly (readonly unknown[])[]> {
    const digits = [0, 1, 2, 3, 4, 5].flatMap((digit) =>
      areaSecrets.map((_, version) => [keyOf(digit, version), `${digit}`] as const),
    );
    const names = new Map(digits);
    const name = (key: string): string => names.get(key) ?? 'r';
    return (await published()).map(({ subjectKey, changeSequence, mergedInto }) => [
      name(subjectKey),
      changeSequence,
      ...(mergedInto === null ? [] : [`→${name(mergedInto)}`]),
    ]);
  }

  return {
    ...intake,
    ...{ ninoOf, keyOf, idOf, endOf, changeOf, newNumber, read, resolve, published, places },
    /** By the agency's own key, answered as it is. */
    intakeTell: intake.tell,
    /** As an agency tells it. */
    told: tell,
    accept: (...changes: readonly ReadChange[]) =>
      intake.db.transaction((tx) => acceptChanges(tx, changes, intake)),
    find: (person: object, more: object = {}) => resolve(person, { purpose: 'find', ...more }),
    register: (person: object, more: object = {}) =>
      resolve(person, { purpose: 'interest', ...more }),
    /** For persons of the next test. */
    async next(): Promise<void> {
      block += 1;
      await intake.emptyOutbox();
    },
  };
}

export type TwoNumbers = Awaited<ReturnType<typeof openTwoNumbers>>;
