/**
 * The two requests by which users with SCRAM credentials are listed and changed (KIP-554), which kafkajs does not have. Both are
 * flexible from their first version on: lengths are unsigned varints one above the length, and every part may have tagged
 * fields after it, of which there are none yet (KIP-482, https://kafka.apache.org/protocol#protocol_types).
 */
export const SCRAM_API_KEYS = {
  DescribeUserScramCredentials: 50,
  AlterUserScramCredentials: 51,
} as const;

/** As Kafka numbers the mechanism. */
const SCRAM_SHA_512 = 2;

export interface ScramUpsertion {
  readonly name: string;
  readonly iterations: number;
  readonly salt: Buffer;
  /** `Hi` of RFC 5802, section 2.2. */
  readonly saltedPassword: Buffer;
}
interface ScramResult {
  readonly user: string;
  readonly errorCode: number;
}
export interface DescribedUsers {
  readonly errorCode: number;
  readonly users: readonly (ScramResult & { readonly mechanisms: readonly number[] })[];
}
export interface AlteredUsers {
  readonly results: readonly ScramResult[];
}

export const hasScram512 = ({ mechanisms }: { readonly mechanisms: readonly number[] }): boolean =>
  mechanisms.includes(SCRAM_SHA_512);

/** All users. */
export const encodeDescribeUsers = (): Buffer => Buffer.concat([NO_TAGS, EVERY, NO_TAGS]);

export const encodeAlterUsers = (change: {
  readonly deletions: readonly string[];
  readonly upsertions: readonly ScramUpsertion[];
}): Buffer =>
  Buffer.concat([
    NO_TAGS,
    encodeArray(change.deletions, (name) => [encodeText(name), Buffer.of(SCRAM_SHA_512)]),
    encodeArray(change.upsertions, ({ name, iterations, salt, saltedPassword }) => [
      encodeText(name),
      Buffer.of(SCRAM_SHA_512),
      encodeInt32(iterations),
      encodeBytes(salt),
      encodeBytes(saltedPassword),
    ]),
    NO_TAGS,
  ]);

/** The header's tagged fields belong to the body here: kafkajs writes and reads headers that have none. */
const NO_TAGS = Buffer.of(0);
/** An empty array. A null one says the same, but Kafka 4.3 never answers it when it has to refuse: its own program fails. */
const EVERY = Buffer.of(1);

const encodeArray = <T>(items: readonly T[], encode: (item: T) => readonly Buffer[]): Buffer =>
  Buffer.concat([
    encodeLength(items.length),
    ...items.flatMap((item) => [...encode(item), NO_TAGS]),
  ]);

const encodeText = (text: string): Buffer => encodeBytes(Buffer.from(text));
const encodeBytes = (bytes: Buffer): Buffer => Buffer.concat([encodeLength(bytes.length), bytes]);

function encodeInt32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function encodeLength(length: number): Buffer {
  const bytes: number[] = [];
  let rest = length + 1;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

export function decodeDescribedUsers(payload: Buffer): DescribedUsers {
  const reader = createReader(payload);
  reader.skipTags();
  reader.int32(); // for how long it throttles
  const errorCode = reader.int16();
  reader.text(); // the error in words
  const users = reader.array(() => {
    const user = reader.text();
    const code = reader.int16();
    reader.text();
    const mechanisms = reader.array(() => {
      const mechanism = reader.int8();
      reader.int32(); // iterations
      return mechanism;
    });
    return { user, errorCode: code, mechanisms };
  });
  return { errorCode, users };
}

export function decodeAlteredUsers(payload: Buffer): AlteredUsers {
  const reader = createReader(payload);
  reader.skipTags();
  reader.int32();
  const results = reader.array(() => {
    const user = reader.text();
    const errorCode = reader.int16();
    reader.text();
    return { user, errorCode };
  });
  return { results };
}

/** Reads on from where it is; a null text is the empty one. */
function createReader(bytes: Buffer) {
  let at = 0;
  const take = (size: number): number => {
    at += size;
    return at - size;
  };
  function varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(take(1));
      value |= (byte & 0x7f) << shift;
      if (byte <= 0x7f) return value;
    }
  }
  const sized = (): Buffer => {
    const size = Math.max(varint() - 1, 0);
    const from = take(size);
    return bytes.subarray(from, from + size);
  };
  function skipTags(): void {
    for (let left = varint(); left > 0; left -= 1) {
      varint();
      take(varint());
    }
  }
  return {
    skipTags,
    int8: () => bytes.readInt8(take(1)),
    int16: () => bytes.readInt16BE(take(2)),
    int32: () => bytes.readInt32BE(take(4)),
    text: () => sized().toString(),
    array<T>(read: () => T): readonly T[] {
      return Array.from({ length: Math.max(varint() - 1, 0) }, () => {
        const item = read();
        skipTags();
        return item;
      });
    },
  };
}

const describeRequest = (
  apiName: keyof typeof SCRAM_API_KEYS,
  decode: (payload: Buffer) => object,
) => ({
  versions: ['0'],
  protocol: () => () => ({
    request: { apiKey: SCRAM_API_KEYS[apiName], apiVersion: 0, apiName },
    response: { decode: async (payload: Buffer) => decode(payload) },
  }),
});

/** As kafkajs defines its own. */
export const SCRAM_REQUESTS = {
  DescribeUserScramCredentials: describeRequest(
    'DescribeUserScramCredentials',
    decodeDescribedUsers,
  ),
  AlterUserScramCredentials: describeRequest('AlterUserScramCredentials', decodeAlteredUsers),
};
