import type { Decision } from '@told/codec';
import { eventHeaders, MICROS_PER_MS, type Transaction } from '@told/service';
import { readChains } from '../decisions/chains.ts';
import type { Decisions } from '../decisions/open-decisions.ts';
import type { ToldChange } from '../decisions/read-changes.ts';
import { writeTakingBack, writeValue } from '../decisions/write-release.ts';
import { takingBackIdOf } from '../ids.ts';
import { keepTaken, type Taken } from '../releases/queries.ts';
import { voidRelease } from '../releases/withhold-fields.ts';
import { releasesTopicOf } from '../topics.ts';
import { fillPlaces, type Unsent } from './fill-places.ts';
import { addReleases } from './restore-releases.ts';
import { type HalfRelease, readFilled, takeHalfReleases } from './restored-release.ts';

/** What writing releases again asks of deciding. */
export interface RebuildPorts extends Pick<Decisions, 'codec' | 'publisher'> {
  readonly moment: () => { readonly nowMs: number };
}

type Recipient = Decision['recipients'][number];

/** A release that a decision names. */
interface Named {
  readonly decision: Decision;
  readonly one: Recipient;
  readonly told: ToldChange;
  readonly backFill: boolean;
  readonly half: HalfRelease;
}

/**
 * Makes the log and the decisions taken up agree: what a decision gave and its topic does not hold leaves now, as it was decided and at its
 * place; what was withheld in its place, before it left, is remembered. The decisions are written. Several releases of one decision that
 * take back are rebuilt with the last, which it names. `only` some of their releases; all by default.
 */
export async function rebuildReleases(
  tx: Transaction,
  ports: RebuildPorts,
  rows: readonly { readonly decision: Decision }[],
  told: ReadonlyMap<string, ToldChange>,
  only?: ReadonlySet<string>,
): Promise<void> {
  const releaseIds = rows.flatMap(({ decision }) => listReleases(decision));
  const wanted = only === undefined ? releaseIds : releaseIds.filter((one) => only.has(one));
  const halves = await takeHalfReleases(tx, wanted);
  const halfOf = new Map(halves.map((one) => [one.releaseId, one]));
  const filled = await readFilled(
    tx,
    halves.map((one) => one.releaseId),
  );
  const named = rows.flatMap(({ decision }) =>
    decision.recipients.flatMap((one): Named[] => {
      const half = halfOf.get(one.releaseId ?? '');
      const change = told.get(decision.changeId);
      if (half === undefined || change === undefined) return [];
      return [{ decision, one, told: change, backFill: filled.has(half.releaseId), half }];
    }),
  );
  const unsent: Unsent[] = [];
  for (const one of named.filter(({ half }) => !half.hasLeft)) {
    unsent.push(...(await rewrite(tx, one)));
  }
  await publishUnsent(tx, ports, [...(await fillPlaces(tx, unsent)), ...unsent]);
  await keepTaken(tx, named.flatMap(describeTrimmed), ports.moment().nowMs * MICROS_PER_MS);
}

export const listReleases = ({ recipients }: Decision): readonly string[] =>
  recipients.flatMap(({ releaseId }) => releaseId ?? []);

async function rewrite(
  tx: Transaction,
  { decision, one, told, backFill }: Named,
): Promise<readonly Unsent[]> {
  const { agency, capacity, caseReference, interestId, releaseSequence } = one;
  const isWhole = agency !== null && capacity !== null && caseReference !== null;
  if (!isWhole || interestId === null || releaseSequence === null) return [];
  const releasing = {
    ask: { told, backFill },
    answer: { fields: one.fields, basis: one.basis ?? [], withheld: one.withheld },
    interest: { interestId, caseReference, capacity },
    ...{ decisionId: decision.decisionId, decidedAt: decision.decidedAt, releaseSequence },
  };
  const { run, changeId } = decision;
  const sent = { agency, run, traceparent: told.traceparent };
  if (one.verdict !== 'refused') {
    const value = writeValue(releasing);
    if (!told.isErased) return [{ ...sent, release: value }];
    // What it gave is gone, and its place must be filled.
    const release = voidRelease(value, 'erased');
    await addReleases(tx, [{ ...release, agency, run }]);
    return [{ ...sent, release }];
  }
  const chains = await readChains(tx, [told.change.previousChangeId ?? changeId]);
  const root = decision.rootChangeId ?? changeId;
  const held = chains.givenIn(root).filter((past) => past.interestId === interestId);
  const releases = held.map((takenBack, index) =>
    writeTakingBack({
      ...releasing,
      releaseSequence: releaseSequence - (held.length - 1 - index),
      ...{ takenBack, isLast: index === held.length - 1 },
    }),
  );
  await addReleases(
    tx,
    releases.map((release) => ({ ...release, agency, run })),
  );
  return releases.map((release) => ({ ...sent, release }));
}

/** What a decision gave of a release, and was taken out of it before it left. */
function describeTrimmed({ one, half }: Named): readonly Taken[] {
  const fields = one.fields
    .map(({ field }) => field)
    .filter((field) => half.withheld.includes(field));
  if (fields.length === 0) return [];
  const { releaseId } = half;
  const id = takingBackIdOf(releaseId, 'withdrawn', fields);
  return [{ id, releaseId, kind: 'trimmed', fields, reason: 'consent-withdrawn' }];
}

async function publishUnsent(
  tx: Transaction,
  { codec, publisher, moment }: RebuildPorts,
  unsent: readonly Unsent[],
): Promise<void> {
  const { nowMs } = moment();
  const inOrder = unsent.toSorted((a, b) => a.release.releaseSequence - b.release.releaseSequence);
  await publisher.publish(
    tx,
    inOrder.map(({ agency, release, traceparent }) => {
      const topic = releasesTopicOf(agency);
      const event = { source: 'told/gateway', type: 'Release', timeMs: nowMs, traceparent };
      return {
        topic,
        key: release.caseReference,
        value: codec.encoder('Release', topic)(release),
        headers: eventHeaders({ ...event, id: release.releaseId }),
      };
    }),
  );
}
