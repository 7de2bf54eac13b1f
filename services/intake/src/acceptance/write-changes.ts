import type { PlacedChange, PlacePorts } from './place-change.ts';

/** A change as it is stored and told. */
export interface WrittenChange extends PlacedChange {
  /** The record: the change with its body sealed, if bodies are. */
  readonly value: Buffer;
}

/**
 * The one place where a change becomes a record: its body, encoded and framed, is sealed with its person's key, and the whole is framed. Rejects
 * with `keys-unavailable`, and then nothing is stored: never in clear.
 */
export async function writeChanges(
  placed: readonly PlacedChange[],
  { encodeChange, sealBodies }: Pick<PlacePorts, 'encodeChange' | 'sealBodies'>,
): Promise<readonly WrittenChange[]> {
  if (sealBodies === undefined) {
    return placed.map((one) => ({ ...one, value: encodeChange(one.change) }));
  }
  const sealed = await sealBodies(
    placed.map(({ change: { subjectKey, changeId, body } }) => ({ subjectKey, changeId, body })),
  );
  return placed.map((one, index) => ({
    ...one,
    value: encodeChange({ ...one.change, body: sealed[index] as Buffer }),
  }));
}
