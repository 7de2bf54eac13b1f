import { decodeBase64, isKeyName, KEY_ID_BYTES, SIGNATURE_BYTES, type Verifier } from './keys.ts';

/** What stands before each signature: an em dash and a space. */
export const MARK = '\u2014 ';
/** As many as Go's reader takes: a note is a line or two, and this is for whoever sends a million. */
const SIGNATURES_MAX = 100;
const CHARACTERS_MAX = 1_000_000;

export type OpenedNote =
  | {
      readonly kind: 'signed';
      readonly text: string;
      /** Published keys whose signatures hold, in the order of the lines. */
      readonly signedBy: readonly string[];
    }
  /** Not the form of a note at all. */
  | { readonly kind: 'malformed' }
  /** None of the keys has signed it; `by`: names and ids of those that its lines claim, `name+id`. */
  | { readonly kind: 'unsigned'; readonly by: readonly string[] }
  /** It claims the signature of one of the keys, and that does not hold. */
  | { readonly kind: 'forged'; readonly key: string };

/**
 * The text of a note, if at least one of the keys signed it. Signatures of keys that are not given say nothing; one of a given key that does
 * not hold refuses the whole note, whatever else stands there.
 */
export function openNote(note: string, verifiers: readonly Verifier[]): OpenedNote {
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2).split('\n');
  const isNote =
    split > 0 && note.length <= CHARACTERS_MAX && isNoteText(text) && lines.pop() === '';
  const signatures = lines.map(readSignature);
  if (!isNote || lines.length > SIGNATURES_MAX || !signatures.every(isThere))
    return { kind: 'malformed' };
  const signedBy = new Set<string>();
  for (const { name, keyId, signature } of signatures) {
    const verifier = verifiers.find((one) => one.name === name && one.keyId.equals(keyId));
    if (verifier === undefined) continue;
    if (signature.length !== SIGNATURE_BYTES || !verifier.verify(text, signature))
      return { kind: 'forged', key: verifier.text };
    signedBy.add(verifier.text);
  }
  return signedBy.size === 0
    ? { kind: 'unsigned', by: signatures.map(nameSigner) }
    : { kind: 'signed', text, signedBy: [...signedBy] };
}

interface Signature {
  readonly name: string;
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

function readSignature(line: string): Signature | undefined {
  if (!line.startsWith(MARK)) return undefined;
  const [name = '', encoded = '', ...rest] = line.slice(MARK.length).split(' ');
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || rest.length > 0 || bytes === undefined) return undefined;
  if (bytes.length <= KEY_ID_BYTES) return undefined;
  return {
    name,
    keyId: bytes.subarray(0, KEY_ID_BYTES),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

const nameSigner = ({ name, keyId }: Signature): string => `${name}+${keyId.toString('hex')}`;

const isThere = (signature: Signature | undefined): signature is Signature =>
  signature !== undefined;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const NOTE_TEXT = /^[^\u0000-\u0009\u000b-\u001f]*\n$/;
export const isNoteText = (text: string): boolean => NOTE_TEXT.test(text);
