import type { Task } from '@told/agency-sdk';
import type { Address, BenefitAward, Income, Outcome, Release } from '@told/codec';
import type { AgencyDatabase } from '../../../packages/agency-sdk/test/agency-database.ts';
import {
  sampleIncome,
  sampleMove,
  sampleRelease,
} from '../../../packages/agency-sdk/test/sample-release.ts';
import {
  eventually,
  FIRST_MORNING_MS,
  startTestBus,
  startTestOffice,
  type TestBus,
  type TestOffice,
} from '../../../packages/agency-sdk/test/start-test-office.ts';
import { addRecordProperties } from '../src/accounts/record-properties.ts';
import { createCouncilTaxOffice } from '../src/office.ts';
import { createCouncilDatabase } from './council-database.ts';
import { sampleCase } from './sample-case.ts';

export const office = createCouncilTaxOffice('central-bedfordshire');

/** A council at work; each test has a case of its own. */
export interface TestCouncil {
  readonly database: AgencyDatabase;
  readonly bus: TestBus;
  readonly call: TestOffice['call'];
  readonly moment: TestOffice['moment'];
  /** Begins a test: a new case reference, Monday 5 April 2010. */
  begin(): string;
  ownCase(changes?: object): ReturnType<typeof sampleCase>;
  open(...cases: readonly object[]): ReturnType<TestOffice['call']>;
  record(key: string, body: object, caseReference?: string): ReturnType<TestOffice['call']>;
  /** Decides; an own key each time unless one is given. */
  decide(
    body: object,
    options?: { readonly key?: string; readonly caseReference?: string },
  ): ReturnType<TestOffice['call']>;
  tasks(query?: string): Promise<readonly Task[]>;
  /** The award of the test's case: first days and weekly pence. */
  awarded(): Promise<readonly (readonly [string, number])[]>;
  /** Releases to the test's case. */
  toCase(changes: Partial<Release>): Release;
  startsWork(changes?: Partial<Release>, income?: Partial<Income>): Release;
  passportEnds(last: string, changes?: Partial<Release>): Release;
  /** Releases, and the answers to them in the same order. */
  deliver(...releases: readonly Release[]): Promise<readonly (Outcome | undefined)[]>;
  /** Every outcome of a release, by number, once there are so many. */
  outcomesOf(releaseId: string, count: number): Promise<readonly Outcome[]>;
  /** Rows of the test's case. */
  rowsOf(table: string, columns?: string): Promise<readonly object[]>;
  stop(): Promise<void>;
}

const stopOf = (lastDayOfEntitlement: string): BenefitAward => ({
  benefit: 'jsa-ib',
  action: 'stop',
  weeklyAmountPence: null,
  from: null,
  lastDayOfEntitlement,
});

export const moveTo = (toUprn: string): Address =>
  sampleMove({ toUprn, movedOutOn: '2010-04-21', movedInOn: '2010-04-21' });

export async function startCouncil(
  options: Parameters<typeof startTestOffice>[3] = {},
): Promise<TestCouncil> {
  const database = await createCouncilDatabase();
  const bus = await startTestBus(office.agency);
  const { call, moment, http, stop } = await startTestOffice(office, bus, database.db, options);
  await addRecordProperties(http, { agency: office.agency, db: database.db, moment });
  let reference = '';
  let tests = 0;
  let decisions = 0;
  const toCase = (changes: Partial<Release>): Release =>
    sampleRelease({ caseReference: reference, capacity: 'ctb-claimant', ...changes });
  return {
    ...{ database, bus, call, moment, toCase },
    begin() {
      tests += 1;
      reference = `CTB-${tests}`;
      bus.clock.set(FIRST_MORNING_MS);
      return reference;
    },
    ownCase: (changes = {}) => sampleCase({ caseReference: reference, ...changes }),
    open: (...cases) =>
      call('POST', '/v1/cases/bulk', cases.map((one) => JSON.stringify(one)).join('\n')),
    record: (key, body, caseReference = reference) =>
      call('POST', `/v1/cases/${caseReference}/changes`, body, {
        'idempotency-key': `${reference}-${key}`,
      }),
    decide(body, { key = `decision-${++decisions}`, caseReference = reference } = {}) {
      const headers = { 'idempotency-key': `${reference}-${key}` };
      const reason = 'Seen at the interview.';
      return call('POST', `/v1/cases/${caseReference}/decisions`, { reason, ...body }, headers);
    },
    async tasks(query = `caseReference=${reference}`) {
      return (await call('GET', `/v1/tasks?${query}`)).body.items;
    },
    async awarded() {
      const { body } = await call('GET', `/v1/cases/${reference}`);
      return body.award.ranges.map(
        ({ from, weeklyPence }: { from: string; weeklyPence: number }) => [from, weeklyPence],
      );
    },
    startsWork: (changes = {}, income = {}) => toCase({ income: sampleIncome(income), ...changes }),
    passportEnds: (last, changes = {}) =>
      toCase({ fact: 'benefitAward', occurredOn: last, benefitAward: stopOf(last), ...changes }),
    async deliver(...releases) {
      await bus.release(releases);
      const ids = releases.map(({ releaseId }) => releaseId);
      const outcomes = await eventually(bus.outcomes, (all) =>
        ids.every((id) => all.some(({ releaseId }) => releaseId === id)),
      );
      return ids.map((id) => outcomes.find(({ releaseId }) => releaseId === id));
    },
    async outcomesOf(releaseId, count) {
      const ofRelease = async () =>
        (await bus.outcomes()).filter((outcome) => outcome.releaseId === releaseId);
      const outcomes = await eventually(ofRelease, (all) => all.length >= count);
      return outcomes.toSorted((a, b) => a.outcomeNo - b.outcomeNo);
    },
    rowsOf: (table, columns = '*') =>
      database.rows(`SELECT ${columns} FROM ${table} WHERE case_reference = $1`, [reference]),
    async stop() {
      await stop();
      await bus.close();
      await database.drop();
    },
  };
}
