/** What an answer for one recipient rests on beside versions, hashes and the change itself. */
export interface RecipientInputs {
  /** It had a value of the chain of this correction or annulment. */
  readonly wasGiven: boolean;
  /** Another change of that chain waited for it. */
  readonly isChainWaiting: boolean;
  /** Its interest was the subject's. */
  readonly isCurrent: boolean;
  /** Something waited at its case. */
  readonly isHeld: boolean;
  /** A person had confirmed this very difference of digests. */
  readonly isConfirmed: boolean;
  /** A person had found what was told to be somebody else's. */
  readonly isRejected: boolean;
  /** The gateway knew its agency, and had its topics open. */
  readonly isKnown: boolean;
  /** Its case had told a correction of this change itself. */
  readonly isOvertaken: boolean;
}

/** Each has its bit for ever: decisions are kept with them. */
const BITS: Readonly<Record<keyof RecipientInputs, number>> = {
  wasGiven: 1,
  isChainWaiting: 2,
  isCurrent: 4,
  isHeld: 8,
  isConfirmed: 16,
  isRejected: 32,
  isKnown: 64,
  isOvertaken: 128,
};

const NAMES = Object.keys(BITS) as (keyof RecipientInputs)[];

/** One number, so that keeping them costs a recipient's row two bytes. */
export const packInputs = (inputs: RecipientInputs): number =>
  NAMES.reduce((packed, name) => (inputs[name] ? packed | BITS[name] : packed), 0);

export const unpackInputs = (packed: number): RecipientInputs =>
  Object.fromEntries(
    NAMES.map((name) => [name, (packed & BITS[name]) !== 0]),
  ) as unknown as RecipientInputs;
