/** Every error of the key service, by code. `retryable`: the same call may succeed later, unchanged. */
export const KEY_ERRORS = {
  'keys-unavailable': {
    retryable: true,
    meaning:
      'the data keys cannot be had: their file or the master key is missing, damaged, unreadable or another one',
  },
} as const;

type Details = Readonly<Record<string, string | number>>;

export class KeyError extends Error {
  readonly code = 'keys-unavailable';
  readonly retryable = true;
  readonly details: Details;

  /** `details.why` is a word for what is wrong; never a key, nor whose. */
  constructor(details: Details & { readonly why: KeyFault }, cause?: unknown) {
    super(
      `${KEY_ERRORS['keys-unavailable'].meaning} (${Object.entries(details)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')})`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'KeyError';
    this.details = details;
  }
}

type KeyFault =
  | 'not-configured'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'not-a-key-file'
  | 'another-file'
  | 'shorter-than-it-was'
  | 'master-key-unreadable'
  | 'master-key-wrong'
  | 'slot-damaged'
  | 'key-unknown';
