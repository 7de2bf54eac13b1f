import { changeIdOf } from '@told/identity';
import type { Area } from '@told/testing';
import type { AwardRange, CaseAnswer } from '../case-answer.ts';
import { type Connection, connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatDay, formatPounds, type Printer } from '../print.ts';
import type { Profile } from '../profile.ts';
import type { WhyAnswer } from '../why-answer.ts';
import {
  describeNewJob,
  describeStoryCases,
  listStoryCases,
  listStoryInterests,
  type StoryCase,
} from './story-people.ts';
import { hasOutcome, showCase, waitForEntry, waitForWhy } from './wait-for-answers.ts';
import { COUNCIL, COUNCIL_OFFICE, JOBCENTRE, NEIGHBOUR } from './world.ts';

export interface StoryOptions {
  readonly area: Area;
  readonly run: number;
  readonly printer: Printer;
  /** The business date. */
  readonly today: string;
}

/** A Wednesday: it counts for the two offices on different days. */
const WORK_STARTS_ON = '2010-05-12';

interface Teller {
  readonly as: (agency: string) => Connection;
  readonly printer: Printer;
  readonly run: number;
  readonly today: string;
}

/** One story, told through the interfaces that any agency has, and printed step by step with the ids to follow it. */
export async function tellStory({ area, run, printer, today }: StoryOptions): Promise<void> {
  const connections = new Map<string, Connection>();
  const as = (agency: string): Connection => {
    const connection = connections.get(agency) ?? connectAs(agency, area.profile as Profile);
    connections.set(agency, connection);
    return connection;
  };
  const teller: Teller = { as, printer, run, today };
  const people = listStoryCases(run);
  await openStory(teller, people);
  const told = await tellNewJob(teller, people.asha);
  await showCouncilAnswers(teller, people.asha, told);
  await showRefusal(teller, told);
  await showHold(teller, people.ben);
  await showRepetition(teller, people.asha);
}

async function openStory(
  { as, printer, today }: Teller,
  people: ReturnType<typeof listStoryCases>,
): Promise<void> {
  for (const one of [people.asha, people.ben]) {
    const cases = describeStoryCases(one);
    await openCase(as(COUNCIL), COUNCIL_OFFICE, cases.council);
    await openCase(as(JOBCENTRE), JOBCENTRE, cases.jobcentre);
  }
  for (const { agency, body } of listStoryInterests(people)) {
    await as(agency).call('gateway', '/v1/interests', { body });
  }
  const before = await showCase(as(COUNCIL), COUNCIL_OFFICE, people.asha.council);
  printer.note(printer.style('bold', `The story, on ${formatDay(today)}`));
  printer.note(
    `  Asha gets jobseeker's allowance (${people.asha.jobcentre}) and, because of it, ${formatPounds(lastRange(before).weeklyPence)} a week of council tax benefit (${people.asha.council}).`,
  );
}

async function openCase(office: Connection, service: string, opening: object): Promise<void> {
  const token = await office.token();
  const response = await fetch(`${office.profile.services[service]?.url}/v1/cases/bulk`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: JSON.stringify(opening),
  });
  const answer = await response.text();
  if (response.ok && !answer.includes('"refused"')) return;
  throw new CliError('failed', `${service} refuses to open a case of the story: ${answer}`);
}

interface Recorded {
  readonly changeId: string;
  readonly sentence: string;
}

/** JobCentre Plus hears it, records it, decides its own award and tells the bus, in one transaction. */
async function tellNewJob({ as, printer, run, today }: Teller, asha: StoryCase): Promise<Recorded> {
  const startedMs = performance.now();
  const recorded = await as(JOBCENTRE).call<Recorded>(
    JOBCENTRE,
    `/v1/cases/${asha.jobcentre}/changes`,
    {
      body: describeNewJob(WORK_STARTS_ON, today),
      headers: { 'idempotency-key': `story-${run}-asha-starts-work` },
    },
  );
  const tookMs = performance.now() - startedMs;
  step(
    printer,
    1,
    `Asha tells JobCentre Plus that she starts work on ${formatDay(WORK_STARTS_ON)}: 16 hours, ${formatPounds(9280)} a week.`,
  );
  printer.note(`     change ${recorded.changeId}, recorded and decided in ${tookMs.toFixed(0)} ms`);
  printer.note(`     jobcentre: ${recorded.sentence}`);
  const own = await waitForWhy(as, recorded.changeId, JOBCENTRE, 'own');
  printer.note(`     ${own.sentence}`);
  return recorded;
}

/** The council gets what it may have; its benefit moves when it learns that the allowance has ended. */
async function showCouncilAnswers(
  { as, printer }: Teller,
  asha: StoryCase,
  told: Recorded,
): Promise<void> {
  const trimmed = await waitForWhy(as, told.changeId, COUNCIL, 'trimmed', hasOutcome);
  step(
    printer,
    2,
    'The gateway gives the council the permitted fields, under its own case reference, without her name or number.',
  );
  printGiven(printer, trimmed);
  const after = await waitForEntry(as(COUNCIL), asha.council, 'benefitAward');
  const ended = await waitForWhy(as, after.entry.changeId, COUNCIL, 'release', hasOutcome);
  step(
    printer,
    3,
    `JobCentre Plus tells the bus that its own award ends (change ${after.entry.changeId}).`,
  );
  printGiven(printer, ended);
  printer.note(`     council: ${after.entry.sentence}`);
  const ranges = after.answer.award.ranges.map(describeRange);
  printer.note(`     council tax benefit: ${ranges.join('; ')}`);
  printer.note(`     follow it: npm run -s told -- cases show ${asha.council} --as ${COUNCIL}`);
}

async function showRefusal({ as, printer }: Teller, told: Recorded): Promise<void> {
  const refused = await waitForWhy(as, told.changeId, NEIGHBOUR, 'refused');
  step(printer, 4, 'Luton holds an old account of hers, and no agreement gives it this.');
  printer.note(`     ${refused.sentence}`);
  printer.note(`     follow it: npm run -s told -- why ${told.changeId} ${NEIGHBOUR}`);
}

/** The council has Ben's birth date as 1957: the change may be about somebody else, so a person must look first. */
async function showHold({ as, printer, run, today }: Teller, ben: StoryCase): Promise<void> {
  const recorded = await as(JOBCENTRE).call<Recorded>(
    JOBCENTRE,
    `/v1/cases/${ben.jobcentre}/changes`,
    {
      body: describeNewJob(WORK_STARTS_ON, today),
      headers: { 'idempotency-key': `story-${run}-ben-starts-work` },
    },
  );
  const held = await waitForWhy(as, recorded.changeId, COUNCIL, 'hold');
  step(
    printer,
    5,
    `Ben tells the same; the two offices have different birth dates for him (change ${recorded.changeId}).`,
  );
  printer.note(`     ${held.sentence}`);
}

/** The same notice again, by the other door: the same key and content is the same change. */
async function showRepetition({ as, printer, run, today }: Teller, asha: StoryCase): Promise<void> {
  const { person } = asha;
  const change = {
    ...describeNewJob(WORK_STARTS_ON, today),
    person,
    caseReference: asha.jobcentre,
    usedOn: today,
    usedFor: 'jsa-ib',
  };
  const key = `story-${run}-told-twice`;
  const tell = () =>
    as(JOBCENTRE).call<{ readonly changeId: string; readonly status: string }>(
      'intake',
      '/v1/changes',
      {
        body: change,
        headers: { 'idempotency-key': key },
      },
    );
  const before = await showCase(as(COUNCIL), COUNCIL_OFFICE, asha.council);
  const first = await tell();
  const again = await tell();
  await waitForWhy(as, first.changeId, COUNCIL, 'trimmed', hasOutcome);
  const after = await showCase(as(COUNCIL), COUNCIL_OFFICE, asha.council);
  const isSame = JSON.stringify(before.award.ranges) === JSON.stringify(after.award.ranges);
  if (again.status !== 'duplicate' || again.changeId !== first.changeId || !isSame) {
    throw new CliError('unsound', 'a change told twice was not taken as one');
  }
  step(printer, 6, 'A clerk sends the same notice twice more.');
  printer.note(
    `     intake: ${first.status}, then ${again.status}; the council's award stays as it was`,
  );
  if (changeIdOf(JOBCENTRE, key) !== first.changeId) {
    throw new CliError('unsound', 'a change’s id does not follow from agency and key');
  }
}

const step = (printer: Printer, number: number, text: string): void =>
  printer.note(`\n  ${printer.style('cyan', String(number))}  ${printer.style('bold', text)}`);

function printGiven(printer: Printer, answer: WhyAnswer): void {
  for (const { fields, basis = [], outcomes = [] } of answer.recipients) {
    printer.note(`     given: ${fields?.given.map(({ field }) => field).join(', ')}`);
    for (const { field, text } of fields?.withheld ?? []) {
      printer.note(`     withheld: ${field}. ${text}`);
    }
    for (const { citation } of basis) printer.note(`     basis: ${citation}`);
    for (const { kind, reason, effectiveOn } of outcomes) {
      const more = [reason, effectiveOn == null ? null : `from ${formatDay(effectiveOn)}`];
      printer.note(`     outcome: ${[kind, ...more.filter(Boolean)].join(', ')}`);
    }
  }
}

const describeRange = ({ from, to, weeklyPence }: AwardRange): string =>
  `${formatPounds(weeklyPence)} a week from ${formatDay(from)}${to === null ? '' : ` to ${formatDay(to)}`}`;

const lastRange = ({ award }: CaseAnswer): AwardRange =>
  award.ranges.at(-1) ?? { from: '', to: null, weeklyPence: 0 };
