import type { Consent } from '@told/codec';
import type { Transaction } from '@told/service';
import { consentIdOf } from '../ids.ts';
import type { TakeBackPorts } from '../releases/take-back.ts';
import { publishConsent, takeBackResting } from './keep-consent.ts';
import { readConsentsOf, readSubject, shareResting, writeConsent } from './queries.ts';

export interface MovingConsents {
  readonly from: string;
  readonly into: string;
  readonly nowMs: number;
}

/**
 * Makes the consents recorded under one key count under the key of the same person that survives. Of two about the same recipient and
 * purpose the one of the later day stands, and on one day the withdrawal. What rested on either rests on what stands, so that a
 * withdrawal reaches it. The caller holds both subjects FOR UPDATE and has raised their versions.
 */
export async function moveConsents(
  tx: Transaction,
  ports: Pick<TakeBackPorts, 'codec' | 'publisher'>,
  { from, into, nowMs }: MovingConsents,
): Promise<void> {
  const moving = await readConsentsOf(tx, from);
  if (moving.length === 0) return;
  const stayed = await readConsentsOf(tx, into);
  const { version: subjectVersion } = await readSubject(tx, into);
  const timed = { ...ports, clock: { nowMs: () => nowMs } };
  for (const one of moving) {
    const { recipient, purpose } = one;
    const known = stayed.find((it) => it.recipient === recipient && it.purpose === purpose);
    const standing = known !== undefined && stands(known, one) ? known : one;
    const consent: Consent = {
      ...standing,
      subjectKey: into,
      consentId: known?.consentId ?? consentIdOf(into, recipient, purpose),
      version: (known?.version ?? 0) + 1,
      subjectVersion,
      recordedAt: nowMs * MICROS_PER_MS,
    };
    if (standing !== known) {
      await writeConsent(tx, consent);
      await publishConsent(tx, consent, timed);
    }
    await shareResting(tx, { from: one.consentId, to: consent.consentId });
    if (standing.action === 'withdrawn') await takeBackResting(tx, consent, timed);
  }
}

const MICROS_PER_MS = 1000;

/** Whether the first of two consents about the same stands before the second. */
function stands(first: Consent, second: Consent): boolean {
  if (first.on !== second.on) return first.on > second.on;
  return first.action === 'withdrawn' || second.action === 'given';
}
