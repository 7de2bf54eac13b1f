import { formatDay } from '../frame/format-time.ts';
import type { Received, Recipient, Why } from './why.ts';

/** One step of the way from what was told to what an office did about it. */
interface Step {
  readonly heading: string;
  readonly lines: readonly Line[];
}

/** Templates escape every part. */
interface Line {
  readonly name?: string;
  readonly text: string;
  /** An instant, for the page to write out. */
  readonly at?: string;
  readonly link?: string;
}

export interface Chain {
  readonly heading: string;
  /** False for an answer that a later one replaced. */
  readonly isStanding: boolean;
  readonly steps: readonly Step[];
}

/** The chain of each case and run, in order: received, interest, basis, fields, hold or release, delivered, answered. Pure. */
export const describeChain = ({ received, recipients }: Why): readonly Chain[] =>
  recipients.map((one) => ({
    heading: headingOf(one),
    isStanding: one.isStanding,
    steps: [
      { heading: 'Received', lines: listReceived(received) },
      { heading: 'Interest', lines: listInterest(one) },
      { heading: 'Legal basis', lines: listBasis(one) },
      { heading: 'Fields given', lines: listGiven(one) },
      { heading: 'Fields withheld', lines: listWithheld(one) },
      { heading: 'Hold or release', lines: listRelease(one) },
      { heading: 'Delivered', lines: listDelivered(one) },
      { heading: 'Answered', lines: listOutcomes(one) },
    ],
  }));

function headingOf({ interest, decided }: Recipient): string {
  const of =
    interest === null ? 'No case' : `Case ${interest.caseReference}, as ${interest.capacity}`;
  return decided === null || decided.run === 1 ? of : `${of}, decided again (run ${decided.run})`;
}

const listReceived = (received: Received): readonly Line[] => [
  {
    text: `${received.source?.agency ?? 'An agency'} told: ${received.fact}, ${received.changeType}.`,
  },
  ...(received.acceptedAt === undefined
    ? []
    : [{ name: 'Accepted', text: '', at: received.acceptedAt }]),
  ...(received.awaits === undefined ? [] : [{ text: received.awaits.text }]),
];

function listInterest({ interest, decided }: Recipient): readonly Line[] {
  const because = decided === null || decided.cause === 'told' ? [] : [{ text: decided.text }];
  if (interest === null) return [{ text: 'None was registered in this person.' }, ...because];
  const from = interest.from === null ? 'its registration' : formatDay(interest.from);
  const until = interest.until === null ? '' : ` until ${formatDay(interest.until)}`;
  return [
    { text: `Registered as ${interest.capacity}, matched by ${interest.matched}.` },
    { name: 'Holds', text: `from ${from}${until}` },
    ...because,
  ];
}

function listBasis({ basis, consents }: Recipient): readonly Line[] {
  if (basis.length === 0 && consents.length === 0) return [{ text: 'None.' }];
  return [
    ...basis.flatMap((one): readonly Line[] => [
      {
        name: `${one.agreement ?? one.hash} version ${one.version ?? 'unknown'}`,
        text: `${one.title ?? ''} (${one.type ?? 'unknown'})`,
      },
      {
        name: 'Citation',
        text: one.citation ?? 'unknown',
        // From a reviewed file; a link all the same only where it leads to a page.
        ...(one.link?.startsWith('https://') && { link: one.link }),
      },
      { name: 'What the agreement says', text: one.note ?? '' },
    ]),
    ...consents.map(({ consentId, version }) => ({
      ...{ name: 'Consent looked at', text: `${consentId} version ${version}` },
    })),
  ];
}

function listGiven({ fields, release }: Recipient): readonly Line[] {
  const names = [...new Set(fields.given.map(({ field }) => field))];
  if (names.length === 0) return [{ text: 'None.' }];
  // It left with nothing in it.
  const name = release?.kind === 'void' ? 'Allowed, and taken out before it left' : 'Given';
  return [{ name, text: names.join(', ') }];
}

function listWithheld({ fields }: Recipient): readonly Line[] {
  const groups = Map.groupBy(fields.withheld, ({ text }) => text);
  if (groups.size === 0) return [{ text: 'None.' }];
  return [...groups].map(([text, of]) => ({
    ...{ name: of.map(({ field }) => field).join(', '), text },
  }));
}

function listRelease({ verdict, reason, hold, release, decided }: Recipient): readonly Line[] {
  const said = reason === null ? verdict : `${verdict}: ${reason.text}`;
  return [
    { name: hold === null ? 'Verdict' : 'Held', text: said },
    ...(decided === null ? [] : [{ name: 'Decided', text: '', at: decided.decidedAt }]),
    ...(release === null
      ? []
      : [...release.earlier, release].map((one) => ({
          name: `Release ${one.releaseSequence} of this case`,
          text: `${one.kind}${one.takesBack === null ? '' : ` of ${one.takesBack}`}, ${one.releaseId}`,
        }))),
  ];
}

const listDelivered = ({ release, takenBack }: Recipient): readonly Line[] => [
  { text: release === null ? 'Nothing was sent.' : `Its release is ${release.status}.` },
  ...takenBack.map(({ kind, fields, reason, takenAt }) => ({
    name: `Since then: ${kind}${fields.length === 0 ? '' : ` (${fields.join(', ')})`}`,
    text: reason.text,
    at: takenAt,
  })),
];

function listOutcomes({ outcomes, takenBack, release }: Recipient): readonly Line[] {
  const all = [...outcomes, ...takenBack.flatMap((one) => one.outcomes)];
  if (all.length === 0) {
    return [{ text: release === null ? 'There is nothing to answer.' : 'Not yet.' }];
  }
  return all.map(({ kind, reason, effectiveOn, decidedAt }) => ({
    name: kind,
    text: [reason, effectiveOn === null ? null : `with effect from ${formatDay(effectiveOn)}`]
      .filter((part) => part !== null)
      .join(', '),
    at: decidedAt,
  }));
}
