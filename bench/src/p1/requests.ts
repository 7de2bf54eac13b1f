import { makeDistinctPerson } from '../../../services/gateway/test/distinct-person.ts';

/** Who tells all of it. */
export const AGENCY = 'jobcentre';
export const TODAY = '2010-04-05';
/** Stands still, so that every contender stores the same bytes. */
export const NOW_MS = Date.parse(`${TODAY}T10:00:00Z`);
export const CALLERS = 64;

export type TellRequest = { readonly key: string; readonly body: string };

/** What is told of a person, in this order: earnings, of another amount each time, under the agency's own reference. */
function makeRequest(person: number, turn: number): TellRequest {
  const { nino8, surname, forename, birthDate, postcode } = makeDistinctPerson(person);
  const body = {
    person: { nino: `${nino8}A`, surname, forename, birthDate, postcode },
    caseReference: `JSA-${person}`,
    fact: 'income',
    changeType: 'created',
    occurredOn: TODAY,
    notifiedOn: TODAY,
    receivedOn: TODAY,
    income: {
      who: 'claimant',
      kind: 'employed',
      netPence: 9_000 + ((person + turn * 7) % 900),
      payPeriod: 'weekly',
    },
  };
  return { key: `bench-${person}-${turn}`, body: JSON.stringify(body) };
}

/** The requests of one part of the work: so many people, each told of so often. */
export type Telling = {
  readonly firstPerson: number;
  readonly people: number;
  readonly turns: number;
};

/** Turn by turn: a person's changes lie as far apart as they can. */
export const listRequests = ({ firstPerson, people, turns }: Telling): readonly TellRequest[] =>
  Array.from({ length: turns * people }, (_, index) =>
    makeRequest(firstPerson + (index % people), Math.floor(index / people)),
  );

/** Of each caller its own people, so that one person's changes never overtake each other. */
export function shareOut(telling: Telling, callers: number): readonly (readonly TellRequest[])[] {
  const shares: TellRequest[][] = Array.from(
    { length: Math.min(callers, telling.people) },
    () => [],
  );
  for (const [index, request] of listRequests(telling).entries())
    shares[(index % telling.people) % shares.length]?.push(request);
  return shares;
}
