import type { Consent, Decision, Release, Suspension } from '@told/codec';
import { type Fenced, SUSPENDED } from './race-fences.ts';
import type { RunningGateway } from './running-gateway.ts';

/** What the log tells, and nothing else. */
export interface Said {
  readonly decisions: readonly Decision[];
  readonly consents: readonly Consent[];
  readonly suspensions: readonly Suspension[];
  /** By case, each in the order of the log. */
  readonly releases: ReadonlyMap<string, readonly Release[]>;
}

export async function readSaid(gateway: RunningGateway): Promise<Said> {
  const releases = [
    ...(await gateway.read('Release', 'told.releases.central-bedfordshire')),
    ...(await gateway.read('Release', 'told.releases.luton')),
  ];
  return {
    decisions: await gateway.read('Decision', 'told.decisions'),
    consents: await gateway.read('Consent', 'told.consents'),
    suspensions: await gateway.read('Suspension', 'told.suspensions'),
    releases: Map.groupBy(withoutRepeats(releases), (one) => one.caseReference),
  };
}

/** A relay may send again what it has sent: the same release, the same bytes. */
const withoutRepeats = (releases: readonly Release[]): readonly Release[] => [
  ...new Map(releases.map((one) => [one.releaseId, one])).values(),
];

/** Decisions of a fence's version or a later one that released all the same. */
export function findReleasedBehind(said: Said, fenced: readonly Fenced[]): readonly string[] {
  const bySubject = new Map(fenced.map((one) => [one.subjectKey, one]));
  const withdrawnAt = new Map(
    said.consents
      .filter((one) => one.action === 'withdrawn')
      .map((one) => [one.subjectKey, one.subjectVersion]),
  );
  return said.decisions.flatMap((decision) => {
    const round = bySubject.get(decision.subjectKey);
    if (round === undefined || !decision.recipients.some(isReleasing)) return [];
    const behind =
      round.kind === 'suspension'
        ? isSuspendedAt(said.suspensions, decision.suspensionVersion ?? 0)
        : decision.subjectVersion >=
          (round.kind === 'withdrawal'
            ? (withdrawnAt.get(decision.subjectKey) ?? 0)
            : round.version);
    return behind ? [`${round.kind} ${decision.decisionId}`] : [];
  });
}

export const isReleasing = ({ verdict }: { readonly verdict: string }): boolean =>
  verdict === 'release' || verdict === 'trimmed';

function isSuspendedAt(suspensions: readonly Suspension[], version: number): boolean {
  return Object.values(SUSPENDED).some(({ target, id }) => {
    const newest = suspensions
      .filter((one) => one.target === target && one.id === id && one.version <= version)
      .reduce<Suspension | null>((a, b) => (a !== null && a.version > b.version ? a : b), null);
    return newest?.action === 'suspended';
  });
}

/** Releases that were committed after a fence had been answered, whatever version they carry. */
export async function findCommittedLate(fenced: readonly Fenced[]): Promise<readonly string[]> {
  const late: string[] = [];
  for (const round of fenced) {
    const after = await round.after();
    if (after !== round.before) late.push(`${round.kind} ${round.number}: ${after - round.before}`);
  }
  return late;
}

export interface TakenBackCounts {
  /** Left with what the consent gave, and a withdrawal after it. */
  readonly followed: number;
  /** Left without it, or void. */
  readonly inPlace: number;
  /** Left with it, and nobody was told. */
  readonly forgotten: number;
}

/** What became of everything that rested on a consent that is withdrawn now. */
export function countTakenBack(said: Said, fenced: readonly Fenced[]): TakenBackCounts {
  const counts = { followed: 0, inPlace: 0, forgotten: 0 };
  for (const { kind, caseReference } of fenced) {
    if (kind !== 'withdrawal') continue;
    const releases = said.releases.get(caseReference) ?? [];
    for (const [at, release] of releases.entries()) {
      if (release.takesBack !== null) continue;
      if (release.income === null) counts.inPlace += 1;
      else if (releases.slice(at).some((one) => one.takesBack === release.releaseId)) {
        counts.followed += 1;
      } else counts.forgotten += 1;
    }
  }
  return counts;
}

/** Cases whose sequences are not 1, 2, 3 … in the order of the log. */
export const findBrokenSequences = (said: Said): readonly string[] =>
  [...said.releases].flatMap(([caseReference, releases]) =>
    releases.every((one, at) => one.releaseSequence === at + 1) ? [] : [caseReference],
  );

/** Rounds in which some changes were decided before the fence and some after it: the race was one. */
export function countSplit(said: Said, fenced: readonly Fenced[]): number {
  const bySubject = Map.groupBy(said.decisions, (one) => one.subjectKey);
  return fenced.filter(({ subjectKey }) => {
    const verdicts = (bySubject.get(subjectKey) ?? []).map((one) =>
      one.recipients.some(isReleasing),
    );
    return verdicts.includes(true) && verdicts.includes(false);
  }).length;
}
