import { instantOf } from '@told/service';
import type { Incident, IncidentPreview } from './incident.ts';
import { deadlineOf } from './incident.ts';
import type { Disclosure, DisclosurePage } from './read-disclosures.ts';

/** Distinct persons that are remembered while they are counted: some megabytes. */
const PERSONS_MAX = 100_000;

/** What the pages are about. Memory is bounded by the number of agencies and fields, and by `personsMax`. */
export async function countPreview(
  pages: AsyncIterable<DisclosurePage>,
  personsMax = PERSONS_MAX,
): Promise<IncidentPreview> {
  const persons = new Set<string>();
  const fields = new Set<string>();
  const agencies = new Map<string, number>();
  const sum = { disclosures: 0, toldBefore: 0, cases: 0, looked: 0 };
  let hasMorePersons = false;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  // They come by case.
  let lastCase = '';
  for await (const { disclosures, looked } of pages) {
    sum.looked += looked;
    for (const one of disclosures) {
      if (one.isVoid) continue;
      sum.disclosures += 1;
      if (one.toldBy !== null) sum.toldBefore += 1;
      const name = `${one.agency}/${one.caseReference}`;
      if (name !== lastCase) sum.cases += 1;
      lastCase = name;
      if (persons.size < personsMax) persons.add(one.subjectKey);
      else if (!persons.has(one.subjectKey)) hasMorePersons = true;
      for (const field of one.fields) fields.add(field);
      agencies.set(one.agency, (agencies.get(one.agency) ?? 0) + 1);
      first = Math.min(first, one.releasedAt);
      last = Math.max(last, one.releasedAt);
    }
  }
  return {
    ...sum,
    ...{ persons: persons.size, hasMorePersons, fields: [...fields].sort() },
    agencies: [...agencies].map(([agency, disclosures]) => ({ agency, disclosures })),
    firstReleasedAt: sum.disclosures === 0 ? null : instantOf(first),
    lastReleasedAt: sum.disclosures === 0 ? null : instantOf(last),
  };
}

/** How an agency stands in an incident. */
interface AgencyReport {
  readonly agency: string;
  /** Releases that gave it a value which it should not have been given. */
  readonly disclosures: number;
  /** Releases that were voided before they left: nothing was disclosed by them. */
  readonly voided: number;
  /** Disclosures that it was told not to rely on, and those not (yet). */
  readonly told: number;
  readonly untold: number;
  readonly answered: number;
  readonly silent: number;
  /** When the oldest of what it has not answered was told; RFC 3339. */
  readonly silentSince: string | null;
  readonly lastAnsweredAt: string | null;
  /** Something of it is untold or unanswered though the 72 hours are over. */
  readonly isOverdue: boolean;
  /** It has a topic here: without one it cannot be told on the bus. */
  readonly isReachable: boolean;
}

export interface IncidentReport extends Omit<AgencyReport, 'agency' | 'isReachable'> {
  readonly incidentId: string;
  readonly state: Incident['state'];
  readonly reason: string;
  readonly awareAt: string | null;
  /** 72 hours after. */
  readonly deadline: string | null;
  /** As of when. */
  readonly at: string | null;
  readonly agencies: readonly AgencyReport[];
}

interface Counted {
  disclosures: number;
  voided: number;
  told: number;
  answered: number;
  silentSince: number | null;
  lastAnsweredAt: number | null;
}

/** Who was told, who has answered and who has not, agency by agency, as of `nowMicros`. */
export async function countReport(
  incident: Incident,
  pages: AsyncIterable<DisclosurePage>,
  { nowMicros, topics }: { readonly nowMicros: number; readonly topics: ReadonlySet<string> },
): Promise<IncidentReport> {
  const byAgency = new Map<string, Counted>();
  for await (const { disclosures } of pages) {
    for (const one of disclosures) {
      const counted = byAgency.get(one.agency) ?? startCount();
      byAgency.set(one.agency, counted);
      add(counted, one);
    }
  }
  const isLate = nowMicros > deadlineOf(incident);
  const agencies = [...byAgency].map(([agency, counted]) => ({
    agency,
    ...describeCount(counted, isLate),
    isReachable: topics.has(agency),
  }));
  const whole = describeCount([...byAgency.values()].reduce(join, startCount()), isLate);
  const { incidentId, state, reason } = incident;
  return {
    ...{ incidentId, state, reason },
    awareAt: instantOf(incident.awareAt),
    deadline: instantOf(deadlineOf(incident)),
    at: instantOf(nowMicros),
    ...whole,
    agencies,
  };
}

const startCount = (): Counted => ({
  ...{ disclosures: 0, voided: 0, told: 0, answered: 0, silentSince: null, lastAnsweredAt: null },
});

function add(counted: Counted, one: Disclosure): void {
  if (one.isVoid) {
    counted.voided += 1;
    return;
  }
  counted.disclosures += 1;
  if (one.toldBy === null) return;
  counted.told += 1;
  if (one.answer === null) counted.silentSince = least(counted.silentSince, one.toldAt);
  else counted.answered += 1;
  counted.lastAnsweredAt = greatest(counted.lastAnsweredAt, one.answeredAt);
}

const join = (a: Counted, b: Counted): Counted => ({
  disclosures: a.disclosures + b.disclosures,
  voided: a.voided + b.voided,
  told: a.told + b.told,
  answered: a.answered + b.answered,
  silentSince: least(a.silentSince, b.silentSince),
  lastAnsweredAt: greatest(a.lastAnsweredAt, b.lastAnsweredAt),
});

const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
const greatest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

function describeCount(counted: Counted, isLate: boolean) {
  const { disclosures, voided, told, answered } = counted;
  const untold = disclosures - told;
  const silent = told - answered;
  return {
    ...{ disclosures, voided, told, untold, answered, silent },
    silentSince: instantOf(counted.silentSince),
    lastAnsweredAt: instantOf(counted.lastAnsweredAt),
    isOverdue: isLate && untold + silent > 0,
  };
}
