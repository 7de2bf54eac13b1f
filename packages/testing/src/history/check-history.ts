import type { History, LoggedRelease } from './history.ts';

export type FindingKind = 'lost' | 'doubled' | 'out-of-order' | 'without-basis';

export interface Finding {
  readonly kind: FindingKind;
  readonly what: string;
  readonly id: string;
}

/** Names the invariants that a history breaks; an empty list: it keeps them all. Pure, so that anyone may run it again. */
export function checkHistory(history: History): readonly Finding[] {
  return [
    ...findLost(history),
    ...findDoubled(history),
    ...findDisorder(history),
    ...findWithoutBasis(history),
  ];
}

/** Every accepted change is in the log, was decided, and each release of it was received, took effect and was answered. */
function* findLost(history: History): Generator<Finding> {
  const lost = (what: string, id: string): Finding => ({ kind: 'lost', what, id });
  const logged = new Set(history.changes.map(({ changeId }) => changeId));
  const decided = new Set(history.decisions.map(({ changeId }) => changeId));
  const released = new Set(history.releases.map(({ releaseId }) => releaseId));
  const answered = new Set(history.outcomes.map(({ releaseId }) => releaseId));
  for (const id of history.acknowledged) {
    if (!history.stored.has(id)) yield lost('acknowledged, and not in the database of intake', id);
  }
  for (const id of history.stored)
    if (!logged.has(id)) yield lost('accepted, and not in the log', id);
  for (const id of logged) if (!decided.has(id)) yield lost('in the log, and not decided', id);
  for (const { recipients } of history.decisions) {
    for (const { releaseId } of recipients) {
      if (releaseId !== null && !released.has(releaseId)) {
        yield lost('decided as a release, and not released', releaseId);
      }
    }
  }
  for (const office of history.offices) {
    const received = new Set(office.received.map(({ releaseId }) => releaseId));
    for (const { agency, releaseId } of history.releases) {
      if (agency !== office.agency || office.parked.has(releaseId)) continue;
      if (!received.has(releaseId)) yield lost('released, and not received', releaseId);
      else if (!answered.has(releaseId)) yield lost('received, and not answered', releaseId);
    }
  }
}

/** Repeated records in a log are allowed; a second effect, or a second meaning under one name, is not. */
function* findDoubled(history: History): Generator<Finding> {
  const { changes, decisions, releases, outcomes } = history;
  yield* repeatedOtherwise(
    'a change with two places',
    changes,
    (one) => one.changeId,
    (one) => `${one.subjectKey}/${one.changeSequence}`,
  );
  yield* repeatedOtherwise(
    'a change decided twice',
    decisions.filter(({ run }) => run === 1),
    (one) => one.changeId,
    (one) => one.decisionId,
  );
  yield* repeatedOtherwise(
    'a change released twice to one case',
    releases,
    (one) => `${one.agency}/${one.caseReference}/${one.changeId}`,
    (one) => one.releaseId,
  );
  yield* repeatedOtherwise(
    'a release answered twice under one number',
    outcomes,
    (one) => `${one.agency}/${one.releaseId}/${one.outcomeNo}`,
    (one) => `${one.kind}/${one.decidedAtMicros}`,
  );
  for (const office of history.offices) {
    yield* repeated(
      `a release received twice by ${office.agency}`,
      office.received,
      (one) => one.releaseId,
    );
    yield* repeated(
      `a change with two effects at ${office.agency}`,
      office.effects,
      (one) => `${one.caseReference}/${one.changeId}`,
    );
  }
}

/** Sequences are dense and in order: in the log after repetitions are taken out, and in what each office applied. */
function* findDisorder(history: History): Generator<Finding> {
  yield* outOfOrder('changes of a subject', history.changes, (one) => ({
    key: one.subjectKey,
    sequence: one.changeSequence,
    id: one.changeId,
  }));
  yield* outOfOrder('releases of a case', history.releases, (one) => ({
    key: `${one.agency}/${one.caseReference}`,
    sequence: one.releaseSequence,
    id: one.releaseId,
  }));
  for (const office of history.offices) {
    yield* outOfOrder(`releases applied by ${office.agency}`, office.received, (one) => ({
      key: one.caseReference,
      sequence: one.releaseSequence,
      id: one.releaseId,
    }));
  }
}

/** Every release with a value rests on a decision for that very case, and holds no field that its agreements do not give. */
function* findWithoutBasis(history: History): Generator<Finding> {
  const decided = new Map(
    history.decisions.flatMap(({ changeId, recipients }) =>
      recipients.flatMap((one) =>
        one.releaseId === null ? [] : [[one.releaseId, { ...one, changeId }] as const],
      ),
    ),
  );
  for (const release of history.releases) {
    const decision = decided.get(release.releaseId);
    const rests =
      decision !== undefined &&
      decision.agency === release.agency &&
      decision.caseReference === release.caseReference &&
      decision.changeId === release.changeId &&
      (decision.verdict === 'release' || decision.verdict === 'trimmed');
    const what = !rests
      ? 'a release that no decision allows'
      : fieldBeyondBasis(release, new Set(decision.fields), history.allowed);
    if (what !== undefined) yield { kind: 'without-basis', what, id: release.releaseId };
  }
}

function fieldBeyondBasis(
  release: LoggedRelease,
  decided: ReadonlySet<string>,
  allowed: History['allowed'],
): string | undefined {
  const given = release.basis.map(({ agreement, version }) => allowed(agreement, version));
  const beyond = release.fields.find(
    (field) => !decided.has(field) || !given.some((fields) => fields?.has(field)),
  );
  return beyond === undefined
    ? undefined
    : `a release with the field ${beyond}, which nothing allows`;
}

function* repeatedOtherwise<T>(
  what: string,
  records: readonly T[],
  nameOf: (record: T) => string,
  meaningOf: (record: T) => string,
): Generator<Finding> {
  const meanings = new Map<string, string>();
  for (const record of records) {
    const name = nameOf(record);
    const meaning = meaningOf(record);
    const known = meanings.get(name);
    if (known === undefined) meanings.set(name, meaning);
    else if (known !== meaning) yield { kind: 'doubled', what, id: name };
  }
}

function* repeated<T>(
  what: string,
  records: readonly T[],
  nameOf: (record: T) => string,
): Generator<Finding> {
  const seen = new Set<string>();
  for (const record of records) {
    const name = nameOf(record);
    if (seen.has(name)) yield { kind: 'doubled', what, id: name };
    seen.add(name);
  }
}

function* outOfOrder<T>(
  what: string,
  records: readonly T[],
  read: (record: T) => { readonly key: string; readonly sequence: number; readonly id: string },
): Generator<Finding> {
  const places = new Map<string, string[]>();
  for (const record of records) {
    const { key, sequence, id } = read(record);
    const ids = places.get(key) ?? [];
    if (ids.length === 0) places.set(key, ids);
    if (sequence === ids.length + 1) ids.push(id);
    else if (ids[sequence - 1] !== id) {
      yield {
        kind: 'out-of-order',
        what: `${what}: ${sequence} where ${ids.length + 1} is next, or another record there`,
        id,
      };
    }
  }
}
