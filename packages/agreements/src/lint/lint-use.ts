import { type Agreement, type AgreementSet, wouldBeInForce } from '../agreement.ts';
import { type Finding, find } from './finding.ts';
import { type Linting, nameOf } from './linting.ts';

/** One field that one agreement gives for one disclosure. */
interface Grant {
  readonly agreement: Agreement;
  readonly from: string;
  readonly to: string;
  readonly capacity: string;
  readonly fact: string;
  readonly field: string;
}

/** What agreements in force on the day give together: twice, to nobody's use, or not at all though somebody uses it. */
export function lintUse(set: AgreementSet, linting: Linting): Finding[] {
  const inForce = set.agreements.filter((one) => wouldBeInForce(one, linting.on));
  const grants = inForce.flatMap(listGrants);
  return [
    ...findContradictions(inForce),
    ...findOverlaps(grants),
    ...findUnused(grants, linting),
    ...findUnallowed(grants, linting),
  ];
}

function listGrants(agreement: Agreement): Grant[] {
  const { from, to, capacities, facts } = agreement;
  const fields = Object.entries(facts).flatMap(([fact, names]) =>
    names.map((field) => ({ agreement, fact, field })),
  );
  return from.flatMap((source) =>
    to.flatMap((recipient) =>
      capacities.flatMap((capacity) =>
        fields.map((one) => ({ ...one, from: source, to: recipient, capacity })),
      ),
    ),
  );
}

function findContradictions(inForce: readonly Agreement[]): Finding[] {
  return inForce
    .filter((one) => inForce.some((other) => other.id === one.id && other.version > one.version))
    .map((one) =>
      find('contradiction', nameOf(one), 'state', 'set the state of the older version to ended'),
    );
}

function findOverlaps(grants: readonly Grant[]): Finding[] {
  const firsts = new Map<string, Agreement>();
  const findings: Finding[] = [];
  for (const { agreement, from, to, capacity, fact, field } of grants) {
    const disclosure = `${from} → ${to} ${capacity} ${fact}.${field}`;
    const first = firsts.get(disclosure);
    if (first === undefined) firsts.set(disclosure, agreement);
    else if (first.id !== agreement.id) {
      const fix = `leave it to ${nameOf(first)}, or take it out there`;
      findings.push(find('overlap', nameOf(agreement), disclosure, fix));
    }
  }
  return findings;
}

function findUnused(grants: readonly Grant[], { agencies }: Linting): Finding[] {
  const readers = new Map(agencies.map((one) => [one.id, one.reads]));
  const findings = new Map<string, Finding>();
  for (const { agreement, to, capacity, fact, field } of grants) {
    const reads = readers.get(to)?.[capacity];
    // A party or capacity that nobody knows is a finding of its own.
    if (reads === undefined || reads[fact]?.includes(field) === true) continue;
    const place = `${to} ${capacity} ${fact}.${field}`;
    const fix = `sign a version without it, or say in infra/agencies/${to}.yaml that it is used`;
    findings.set(
      `${nameOf(agreement)} ${place}`,
      find('unused-field', nameOf(agreement), place, fix),
    );
  }
  return [...findings.values()];
}

/** Only in capacities that the set gives anything to: one that it does not know belongs to another set. */
function findUnallowed(grants: readonly Grant[], { agencies }: Linting): Finding[] {
  return agencies.flatMap(({ id, reads }) =>
    Object.entries(reads).flatMap(([capacity, facts]) => {
      const given = grants.filter((one) => one.to === id && one.capacity === capacity);
      if (given.length === 0) return [];
      return Object.entries(facts).flatMap(([fact, names]) =>
        names
          .filter((field) => !given.some((one) => one.fact === fact && one.field === field))
          .map((field) =>
            find(
              'unallowed-field',
              '',
              `${id} ${capacity} ${fact}.${field}`,
              'find a basis for it, or do without it',
            ),
          ),
      );
    }),
  );
}
