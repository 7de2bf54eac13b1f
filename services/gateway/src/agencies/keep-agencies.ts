import type { Agency } from '@told/agreements';
import { type Clock, nowMicrosOf, type Transaction } from '@told/service';
import { lockFence, raiseFence } from '../suspensions/lock-fence.ts';
import { insertAgencies, type KeptAgency, readKeptBefore, readNewest } from './queries.ts';

/** `kept`: in force from now on. `unchanged`: it was in force already. `superseded`: another file has been applied since this one. */
export interface KeptFile {
  readonly kind: 'kept' | 'unchanged' | 'superseded';
  /** What is in force. */
  readonly agency: KeptAgency;
}

/**
 * Puts an agency's file in force, in the open transaction. A file that changes whether the agency is live raises the fence: every decision
 * is clearly before or after it.
 */
export async function applyAgency(tx: Transaction, file: Agency, clock: Clock): Promise<KeptFile> {
  const fence = await lockFence(tx);
  const [kept] = await keep(tx, [file], { clock, fence, keptBefore: new Set() });
  if (kept === undefined) throw new TypeError('one file gives one answer');
  return kept;
}

/**
 * Puts the files of a start in force. A file that was in force before and has been replaced since stays replaced: a restart on an older
 * folder must not undo what was applied while the gateway ran.
 */
export async function keepAgencies(
  tx: Transaction,
  files: readonly Agency[],
  clock: Clock,
): Promise<readonly KeptFile[]> {
  const fence = await lockFence(tx);
  return keep(tx, files, { clock, fence, keptBefore: await readKeptBefore(tx, files) });
}

async function keep(
  tx: Transaction,
  files: readonly Agency[],
  under: {
    readonly clock: Clock;
    /** The fence's version, locked. */
    readonly fence: number;
    /** Agencies whose very file has been in force before. */
    readonly keptBefore: ReadonlySet<string>;
  },
): Promise<readonly KeptFile[]> {
  const { clock, fence, keptBefore } = under;
  const known = new Map((await readNewest(tx)).map((one) => [one.agency, one]));
  const recordedAt = nowMicrosOf(clock);
  const isMoved = (file: Agency): boolean => known.get(file.id)?.state !== file.state;
  const answers = files.map((file): KeptFile => {
    const before = known.get(file.id);
    if (before !== undefined && before.hash === file.hash) {
      return { kind: 'unchanged', agency: before };
    }
    if (before !== undefined && keptBefore.has(file.id)) {
      return { kind: 'superseded', agency: before };
    }
    const { hash, ...document } = file;
    const { id: agency, state } = file;
    const fenceVersion = isMoved(file) ? fence + 1 : fence;
    const version = (before?.version ?? 0) + 1;
    return {
      kind: 'kept',
      agency: { agency, version, state, hash, document, fenceVersion, recordedAt },
    };
  });
  const kept = answers.flatMap((one) => (one.kind === 'kept' ? [one.agency] : []));
  if (kept.length > 0) await insertAgencies(tx, kept);
  if (kept.some(({ fenceVersion }) => fenceVersion > fence)) await raiseFence(tx, fence + 1);
  return answers;
}
