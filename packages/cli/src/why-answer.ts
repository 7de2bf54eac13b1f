import type { Printer } from './print.ts';

interface Reason {
  readonly code: string;
  readonly text: string;
}

/** The gateway's answer to "why"; what the asker may not see is missing. */
export interface WhyAnswer {
  readonly changeId: string;
  readonly agency: string;
  readonly received: {
    readonly source?: { readonly agency: string; readonly caseReference?: string | null };
    readonly fact?: string;
    readonly changeType?: string;
    readonly occurredOn?: string;
    readonly notifiedOn?: string;
    readonly acceptedAt?: string;
  };
  readonly recipients: readonly WhyRecipient[];
  readonly sentence: string;
}

export interface WhyRecipient {
  readonly verdict: string;
  readonly reason: Reason | null;
  readonly interest?: {
    readonly capacity: string;
    readonly caseReference: string;
    readonly matched: string;
    readonly from: string;
    readonly until: string | null;
  } | null;
  readonly basis?: readonly {
    readonly agreement?: string;
    readonly version?: number;
    readonly citation?: string;
  }[];
  readonly fields?: {
    readonly given: readonly { readonly field: string }[];
    readonly withheld: readonly { readonly field: string; readonly text: string }[];
  };
  readonly release?: { readonly releaseSequence: number; readonly status: string } | null;
  readonly outcomes?: readonly {
    readonly kind: string;
    readonly reason?: string | null;
    readonly effectiveOn?: string | null;
  }[];
}

/** The chain on one screen: received, interest, basis, fields, release, outcome. */
export function describeWhy(answer: WhyAnswer, printer: Printer): string {
  const { received, recipients } = answer;
  const lines: (readonly [string, string])[] = [
    ['change', answer.changeId],
    ['for', answer.agency],
  ];
  if (received.fact !== undefined) {
    const who = received.source?.agency ?? 'an agency';
    lines.push([
      'received',
      `${received.fact} ${received.changeType} told by ${who}, occurred ${received.occurredOn}, notified ${received.notifiedOn}`,
    ]);
  }
  for (const recipient of recipients) lines.push(...describeRecipient(recipient, printer));
  const width = Math.max(...lines.map(([name]) => name.length));
  return [
    ...lines.map(([name, text]) => `${printer.style('dim', name.padEnd(width))}  ${text}`),
    '',
    answer.sentence,
  ].join('\n');
}

function describeRecipient(
  recipient: WhyRecipient,
  printer: Printer,
): (readonly [string, string])[] {
  const { verdict, reason, interest, basis = [], fields, release, outcomes = [] } = recipient;
  const colour = verdict === 'release' || verdict === 'trimmed' ? 'green' : 'yellow';
  const lines: (readonly [string, string])[] = [
    [
      'decision',
      `${printer.style(colour, verdict)}${reason === null ? '' : ` (${reason.code}): ${reason.text}`}`,
    ],
  ];
  if (interest != null) {
    const period = `from ${interest.from}${interest.until === null ? '' : ` until ${interest.until}`}`;
    lines.push([
      'interest',
      `${interest.capacity} ${interest.caseReference} ${period}, matched by ${interest.matched}`,
    ]);
  }
  for (const one of basis) {
    lines.push(['basis', `${one.citation ?? 'unknown'} (${one.agreement} version ${one.version})`]);
  }
  if (fields !== undefined && fields.given.length > 0) {
    lines.push(['given', fields.given.map(({ field }) => field).join(', ')]);
  }
  for (const [text, names] of groupByText(fields?.withheld ?? [])) {
    lines.push(['withheld', `${names.join(', ')}: ${text}`]);
  }
  if (release != null)
    lines.push(['release', `number ${release.releaseSequence} of this case, ${release.status}`]);
  for (const { kind, reason: why, effectiveOn } of outcomes) {
    const more = [why, effectiveOn == null ? null : `from ${effectiveOn}`]
      .filter(Boolean)
      .join(', ');
    lines.push(['outcome', more === '' ? kind : `${kind}: ${more}`]);
  }
  return lines;
}

/** One line a reason, since the fields of a refusal all have the same. */
function groupByText(
  withheld: readonly { readonly field: string; readonly text: string }[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { field, text } of withheld) groups.set(text, [...(groups.get(text) ?? []), field]);
  return groups;
}
