import { describeFinding, type Finding } from './findings.ts';
import type { VerifiedBundle } from './verify-bundle.ts';

/** What a verifier says, for programs; every verifier of this product says it in these words. */
export interface VerifyReport {
  readonly sound: boolean;
  readonly ledger: string | null;
  readonly entries: number;
  readonly head: {
    readonly size: number;
    /** Base64, as in the head. */
    readonly root: string;
    /** Further lines of the head, such as when it was signed. */
    readonly lines: readonly string[];
    readonly signedBy: readonly string[];
  } | null;
  /** How many heads that the verifier kept the ledger was held against. */
  readonly keptHeads: number;
  readonly findings: readonly (Finding & { readonly detail: string })[];
  readonly findingsLeftOut: number;
}

/** `keptHeads`: how many were given. */
export function reportVerified(verified: VerifiedBundle, keptHeads: number): VerifyReport {
  const { isSound, origin, entries, head, findings, findingsLeftOut } = verified;
  return {
    sound: isSound,
    ledger: origin ?? null,
    entries,
    head:
      head === undefined
        ? null
        : {
            size: head.size,
            root: head.root.toString('base64'),
            lines: head.lines,
            signedBy: head.signedBy,
          },
    keptHeads,
    findings: findings.map((finding) => ({ ...finding, detail: describeFinding(finding) })),
    findingsLeftOut,
  };
}

/** For people, a line each. Nothing in it can move a cursor: what stands in a bundle was written by who is being checked. */
export function describeReport(report: VerifyReport): readonly string[] {
  const { sound, ledger, entries, head, keptHeads, findings, findingsLeftOut } = report;
  const fields = [
    ['ledger', ledger ?? 'none'],
    ['entries', format(entries)],
    ['head', head === null ? 'none' : [`${format(head.size)} entries`, ...head.lines].join(', ')],
    ['root', head?.root ?? 'none'],
    ...(head?.signedBy ?? []).map((key) => ['signed by', key]),
    ['kept heads', format(keptHeads)],
  ];
  const more = findingsLeftOut === 0 ? [] : [`✗ and ${format(findingsLeftOut)} findings more`];
  const isBare = sound && keptHeads === 0;
  return [
    ...fields.map(([name = '', value = '']) => `${name.padEnd(12)}${escapeControls(value)}`),
    '',
    ...findings.map(({ detail }) => `✗ ${escapeControls(detail)}`),
    ...more,
    ...(sound
      ? ['✓ sound: nothing was edited, taken out, moved or added since it was signed']
      : []),
    ...(isBare ? [BARE] : []),
  ];
}

const BARE =
  '  No kept head was given: that the whole history was written anew, and signed again, would not be found.';

const format = (count: number): string => count.toLocaleString('en-GB');

const SHOWN_MAX = 300;

const escapeControls = (text: string): string =>
  text
    .slice(0, SHOWN_MAX)
    .replaceAll(/\p{C}/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
