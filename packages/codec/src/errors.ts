/** Every error of the codec and its registry, by code. */
export const CODEC_ERRORS = {
  'invalid-value': {
    retryable: false,
    meaning: 'a value to be encoded breaks its schema; details name the schema and the path',
  },
  undecodable: {
    retryable: false,
    meaning: 'bytes are not a framed record of a schema that the reader can resolve',
  },
  'illegal-value': {
    retryable: false,
    meaning:
      'bytes decode, but a value is outside its vocabulary, pattern, length or range; details name the path',
  },
  'unknown-use': {
    retryable: false,
    meaning: 'a codec encodes only for the topics and subjects it was opened with',
  },
  'schema-not-registered': {
    retryable: true,
    meaning: 'the subject does not have this schema yet; the deploy step registers it',
  },
  'unknown-schema': {
    retryable: true,
    meaning: 'the registry does not know the schema id of a record; wait, never guess',
  },
  'registry-unavailable': {
    retryable: true,
    meaning: 'the registry did not answer, or answered with a fault of its own',
  },
  'schema-incompatible': {
    retryable: false,
    meaning: 'the registry refuses a schema that breaks the level of its subject',
  },
  'schema-refused': {
    retryable: false,
    meaning: 'the registry refuses a schema or level for another reason',
  },
} as const satisfies Readonly<
  Record<string, { readonly retryable: boolean; readonly meaning: string }>
>;

export type CodecErrorCode = keyof typeof CODEC_ERRORS;

/** `details` hold names, paths and codes, never a value of a record. */
export class CodecError extends Error {
  readonly code: CodecErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: CodecErrorCode,
    details: Readonly<Record<string, string | number>> = {},
    cause?: unknown,
  ) {
    const values = Object.entries(details).map(([name, value]) => `${name} ${value}`);
    super(
      [CODEC_ERRORS[code].meaning, values.join(', ')].filter(Boolean).join(': '),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'CodecError';
    this.code = code;
    this.retryable = CODEC_ERRORS[code].retryable;
    this.details = details;
  }
}
