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
  /** False for an answer that a later one replaced. */
  readonly isStanding?: boolean;
  /** Why this answer was given; `run` for auditors alone. */
  readonly decided?: {
    readonly cause: string;
    readonly text: string;
    readonly run?: number;
  } | null;
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
  readonly consents?: readonly { readonly consentId: string; readonly version: number }[];
  readonly release?:
    | (WhyRelease & {
        /** What else it had of the chain, taken back before. */
        readonly earlier?: readonly WhyRelease[];
      })
    | null;
  readonly outcomes?: readonly WhyOutcome[];
  readonly takenBack?: readonly WhyTaking[];
}

interface WhyRelease {
  readonly releaseSequence: number;
  readonly status: string;
  readonly kind?: string;
  readonly takesBack?: string | null;
}

interface WhyOutcome {
  readonly kind: string;
  readonly reason?: string | null;
  readonly effectiveOn?: string | null;
}

/** What became of a release afterwards. */
interface WhyTaking {
  readonly kind: string;
  readonly fields: readonly string[];
  readonly reason: Reason;
  readonly byChangeId: string | null;
  /** Of the release that follows; missing for what was changed before it left. */
  readonly status?: string;
  readonly outcomes: readonly WhyOutcome[];
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

type Line = readonly [string, string];

function describeRecipient(recipient: WhyRecipient, printer: Printer): readonly Line[] {
  const { interest, basis = [], consents = [], fields, outcomes = [], takenBack = [] } = recipient;
  const lines: Line[] = [['decision', describeVerdict(recipient, printer)]];
  const { decided } = recipient;
  if (decided != null && decided.cause !== 'told') lines.push(['cause', decided.text]);
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
  for (const one of consents) lines.push(['consent', `${one.consentId} version ${one.version}`]);
  if (fields !== undefined && fields.given.length > 0) {
    // One that rests on several consents is there for each.
    const given = new Set(fields.given.map(({ field }) => field));
    lines.push([isVoid(recipient) ? 'allowed' : 'given', [...given].join(', ')]);
  }
  for (const [text, names] of groupByText(fields?.withheld ?? [])) {
    lines.push(['withheld', `${names.join(', ')}: ${text}`]);
  }
  lines.push(...describeReleases(recipient));
  lines.push(...outcomes.map((one): Line => ['outcome', describeOutcome(one)]));
  return [...lines, ...takenBack.flatMap(describeTaking)];
}

function describeVerdict(
  { verdict, reason, isStanding, decided }: WhyRecipient,
  printer: Printer,
): string {
  const colour = verdict === 'release' || verdict === 'trimmed' ? 'green' : 'yellow';
  const run = decided?.run === undefined || decided.run === 1 ? '' : `, run ${decided.run}`;
  const replaced = isStanding === false ? ', replaced by a later answer' : '';
  const why = reason === null ? '' : ` (${reason.code}): ${reason.text}`;
  return `${printer.style(colour, verdict)}${run}${replaced}${why}`;
}

/** It left with nothing in it. */
const isVoid = ({ release }: WhyRecipient): boolean => release?.kind === 'void';

function describeReleases({ release }: WhyRecipient): readonly Line[] {
  if (release == null) return [];
  return [...(release.earlier ?? []), release].map((one) => ['release', describeRelease(one)]);
}

function describeRelease({ releaseSequence, status, kind = 'value', takesBack }: WhyRelease) {
  const text = `number ${releaseSequence} of this case, ${status}`;
  if (kind === 'value') return text;
  if (kind === 'void') {
    return `number ${releaseSequence} of this case, made void, without a field (${status})`;
  }
  return `${text}, ${kind}${takesBack == null ? '' : ` of release ${takesBack}`}`;
}

function describeOutcome({ kind, reason, effectiveOn }: WhyOutcome): string {
  const more = [reason, effectiveOn == null ? null : `from ${effectiveOn}`]
    .filter(Boolean)
    .join(', ');
  return more === '' ? kind : `${kind}: ${more}`;
}

function describeTaking(taking: WhyTaking): readonly Line[] {
  const { kind, fields, reason, byChangeId, status, outcomes } = taking;
  const what = fields.length === 0 ? '' : `${fields.join(', ')}: `;
  const by = byChangeId === null ? '' : ` By change ${byChangeId}.`;
  const sent = status === undefined ? '' : ` (${status})`;
  return [
    [kind, `${what}${reason.text}${by}${sent}`],
    ...outcomes.map((one): Line => ['answered', describeOutcome(one)]),
  ];
}

/** One line a reason, since the fields of a refusal all have the same. */
function groupByText(
  withheld: readonly { readonly field: string; readonly text: string }[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { field, text } of withheld) groups.set(text, [...(groups.get(text) ?? []), field]);
  return groups;
}
