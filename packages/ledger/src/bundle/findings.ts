/** What is wrong with a bundle; entries are numbered from 0, as they number themselves. */
export type Finding =
  /** Not a bundle, or a line of it that cannot be read; lines are counted from 1. */
  | { readonly kind: 'malformed'; readonly line: number }
  /** Its bytes are not those that were hashed. */
  | { readonly kind: 'edited'; readonly entry: number }
  /** These are not there, up to and with `last`. */
  | { readonly kind: 'missing'; readonly entry: number; readonly last: number }
  /** It stands where another should. */
  | { readonly kind: 'displaced'; readonly entry: number; readonly instead: number }
  /** The entries after `entry`, up to and with `last`, are not those that were signed: something among them was changed along with its hash. */
  | { readonly kind: 'rewritten'; readonly entry: number; readonly last: number }
  /** A head, counted from 1, that no trusted key has signed; `by`: the keys that its signatures claim, `name+id`. */
  | { readonly kind: 'unsigned-head'; readonly head: number; readonly by: readonly string[] }
  /** A head with a signature that does not hold. */
  | { readonly kind: 'forged-head'; readonly head: number }
  /** A head that only a key has signed that another had replaced by then. */
  | { readonly kind: 'retired-key'; readonly head: number }
  /** A head of another log, or one that is smaller than the one before. */
  | { readonly kind: 'foreign-head' | 'shrunk-head'; readonly head: number }
  /** Names a key, and no trusted key has signed it, or only one that was replaced. */
  | { readonly kind: 'foreign-key'; readonly line: number }
  /** A key is said to be named by this entry, which does not name it. */
  | { readonly kind: 'unentered-key'; readonly entry: number }
  /** No head covers the entries from this one on. */
  | { readonly kind: 'uncovered'; readonly entry: number }
  /** A signed head of this size, kept by the verifier or in the bundle, is of another history than these entries and later heads. */
  | { readonly kind: 'forked'; readonly size: number }
  /** A head that the verifier kept, counted from 1, is that of another log, or none at all: nothing was compared with it. */
  | { readonly kind: 'foreign-kept'; readonly kept: number };

const SENTENCES: {
  readonly [K in Finding['kind']]: (of: Extract<Finding, { kind: K }>) => string;
} = {
  malformed: ({ line }) =>
    line === 1 ? 'line 1 is not what a bundle begins with' : `line ${line} is no line of a bundle`,
  edited: ({ entry }) => `entry ${entry} was edited: its bytes are not those that were hashed`,
  missing: ({ entry, last }) =>
    entry === last ? `entry ${entry} is missing` : `entries ${entry} to ${last} are missing`,
  displaced: ({ entry, instead }) => `entry ${entry} stands where entry ${instead} should`,
  rewritten: ({ entry, last }) =>
    `among the entries ${entry} to ${last} something is not what was signed`,
  'unsigned-head': ({ head, by }) =>
    `head ${head} is not signed by a key that is trusted${by.length === 0 ? '' : `, but by ${by.join(', ')}`}`,
  'forged-head': ({ head }) => `head ${head} bears a signature that does not hold`,
  'retired-key': ({ head }) => `head ${head} is signed by a key that another had replaced by then`,
  'foreign-head': ({ head }) => `head ${head} is that of another log`,
  'shrunk-head': ({ head }) => `head ${head} is smaller than the one before it`,
  'foreign-key': ({ line }) => `line ${line} names a key, and no trusted key has signed it`,
  'unentered-key': ({ entry }) =>
    `entry ${entry} does not name the key that is said to follow there`,
  uncovered: ({ entry }) => `no signed head covers the entries from ${entry} on`,
  forked: ({ size }) =>
    `the signed head of ${size} entries is of another history: the log was forked or rewritten`,
  'foreign-kept': ({ kept }) =>
    `the kept head ${kept} is none of this log: nothing was compared with it`,
};

/** For people. */
export function describeFinding(finding: Finding): string {
  const describe = SENTENCES[finding.kind] as (of: Finding) => string;
  return describe(finding);
}
