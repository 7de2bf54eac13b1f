import type { Consent } from '@told/codec';
import { eventHeaders, nowMicrosOf, type Transaction, together } from '@told/service';
import { type LockedRow, lockKnown } from '../decisions/queries.ts';
import { consentIdOf, consentVersionIdOf } from '../ids.ts';
import { lockSurvivor } from '../interests/lock-survivors.ts';
import { raiseVersions } from '../interests/queries.ts';
import { type TakeBackPorts, type TakenBack, takeBack } from '../releases/take-back.ts';
import { CONSENTS_TOPIC } from '../topics.ts';
import { type Judged, judgeConsent, type WantedConsent } from './consent.ts';
import { findConsent, readResting, writeConsent } from './queries.ts';

export interface KeptConsent {
  readonly kind: Judged;
  /** What stands now. */
  readonly consent: Consent;
  /** What the withdrawal took back of releases. */
  readonly taken: TakenBack;
}

const NOTHING: TakenBack = { inPlace: 0, followed: 0 };

/**
 * Records in the open transaction that a person gave or withdrew a consent, and tells it. The subject is locked FOR UPDATE and its
 * version raised: no decision with this version or a later one rests on what is withdrawn, and every decision before it is seen here, so
 * that what it gave is trimmed before it leaves, or taken back after.
 */
export async function keepConsent(
  tx: Transaction,
  { renews, ...wanted }: WantedConsent,
  ports: TakeBackPorts,
): Promise<KeptConsent> {
  const { subject, known } = await lockAndFind(tx, wanted);
  const kind = judgeConsent({ ...wanted, renews: renews === true }, known);
  if (known !== undefined && kind !== 'recorded') return { kind, consent: known, taken: NOTHING };
  const { subjectKey } = subject;
  const consent: Consent = {
    ...wanted,
    subjectKey,
    on: findDay(wanted, known),
    consentId: known?.consentId ?? consentIdOf(subjectKey, wanted.recipient, wanted.purpose),
    version: (known?.version ?? 0) + 1,
    subjectVersion: subject.version + 1,
    recordedAt: nowMicrosOf(ports.clock),
  };
  const [, , , taken] = await together([
    raiseVersions(tx, [subjectKey]),
    writeConsent(tx, consent),
    publishConsent(tx, consent, ports),
    wanted.action === 'withdrawn' ? takeBackResting(tx, consent, ports) : NOTHING,
  ]);
  return { kind, consent, taken };
}

/** Locks the person, and reads under the lock what stands: at once, but of a person who is new or was merged into another key. */
async function lockAndFind(
  tx: Transaction,
  wanted: Pick<Consent, 'subjectKey' | 'recipient' | 'purpose'>,
): Promise<{ readonly subject: LockedRow; readonly known: Consent | undefined }> {
  const [locked, found] = await together([
    lockKnown(tx, wanted.subjectKey),
    findConsent(tx, wanted),
  ]);
  if (locked?.mergedInto === null) return { subject: locked, known: found };
  const subject = await lockSurvivor(tx, wanted.subjectKey);
  return { subject, known: await findConsent(tx, { ...wanted, ...subject }) };
}

/** What is withdrawn was given by then, whatever day the withdrawal names: no repeated request to give it is later. */
function findDay(
  { action, on }: Pick<WantedConsent, 'action' | 'on'>,
  known: Consent | undefined,
): Consent['on'] {
  return action === 'withdrawn' && known !== undefined && known.on > on ? known.on : on;
}

/** What was taken back by an earlier withdrawal is not taken back again. */
export async function takeBackResting(
  tx: Transaction,
  { consentId }: Consent,
  ports: TakeBackPorts,
): Promise<TakenBack> {
  const resting = await readResting(tx, consentId);
  return takeBack(
    tx,
    ports,
    resting.map((one) => ({ ...one, kind: 'withdrawn', reason: 'consent-withdrawn' })),
  );
}

/** Tells one version of a consent. */
export async function publishConsent(
  tx: Transaction,
  consent: Consent,
  { codec, publisher, clock }: TakeBackPorts,
): Promise<void> {
  await publisher.publish(tx, [
    {
      topic: CONSENTS_TOPIC,
      key: consent.subjectKey,
      value: codec.encoder('Consent', CONSENTS_TOPIC)(consent),
      headers: eventHeaders({
        id: consentVersionIdOf(consent.consentId, consent.version),
        source: 'told/gateway',
        type: 'Consent',
        timeMs: clock.nowMs(),
      }),
    },
  ]);
}
