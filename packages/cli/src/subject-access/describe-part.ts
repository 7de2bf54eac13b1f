/** A line of a bundle, as the audit service gives it. */
export type Part = { readonly part: string } & Readonly<Record<string, unknown>>;

interface Recipient {
  readonly agency: string | null;
  readonly capacity: string | null;
  readonly verdict: string;
  readonly reason: string | null;
  readonly basis: readonly {
    readonly agreement: string;
    readonly version: number;
    readonly fields?: readonly string[];
  }[];
  readonly withheld: readonly { readonly reason: string; readonly fields: readonly string[] }[];
}

const INDENT = '    ';

/** A part in sentences and lists, for the person it is about. What it does not know it leaves to the file of the parts. Pure. */
export function describePart(part: Part): readonly string[] {
  return DESCRIBE[part.part]?.(part) ?? [];
}

const say = (part: Part, name: string): string => String(part[name] ?? 'not said');

const DESCRIBE: Readonly<Record<string, (part: Part) => readonly string[]>> = {
  about: (part) => [
    'What Told Once has about you',
    `prepared ${say(part, 'preparedAt')}`,
    ...(part['erasedUntil'] === null
      ? []
      : [
          `What was told until ${say(part, 'erasedUntil')} was erased. What is left of it stands below without values, or cannot be told apart from others any more.`,
        ]),
    ...(part['hasProtectedAddress'] === true ? ['An address of yours is protected.'] : []),
    'What is about somebody else is left out; each place says so.',
  ],
  told: describeTold,
  decided: (part) => [
    `  decided ${say(part, 'at')} (entry ${say(part, 'entry')})`,
    ...(part['recipients'] as readonly Recipient[]).flatMap(describeRecipient),
  ],
  answered: (part) => [
    `  ${say(part, 'agency')} answered ${say(part, 'kind')}${because(part['reason'])} ${say(part, 'at')}`,
  ],
  case: (part) => [
    `Case of ${say(part, 'agency')} as ${say(part, 'capacity')}: ${say(part, 'action')} ${say(part, 'at')}, reference ${part['caseReference'] === null ? 'left out: somebody else’s case' : say(part, 'caseReference')}`,
  ],
  consent: (part) => [
    `Consent to ${say(part, 'recipient')} for ${say(part, 'purpose')}: ${say(part, 'action')} ${say(part, 'at')}`,
  ],
  done: (part) => [
    `Done by hand at ${say(part, 'origin')}: ${say(part, 'action')} ${say(part, 'at')}`,
  ],
  kept: (part) => [`Kept on ${say(part, 'topic')}: ${sayDays(part)}`],
};

const sayDays = ({ days, isKnown }: Part): string => {
  if (days !== null) return `${String(days)} days`;
  return isKnown === true ? 'for ever' : 'nobody said how long';
};

const because = (reason: unknown): string => (reason === null ? '' : ` (${String(reason)})`);

function describeTold(part: Part): readonly string[] {
  const body = part['body'] as Readonly<Record<string, unknown>> | null;
  const removed = part['removed'] as readonly { reason: string; fields: readonly string[] }[];
  const values =
    body === null
      ? [`${INDENT}values: ${say(part, 'bodyState')}`]
      : Object.entries(body).map(
          ([name, value]) => `${INDENT}${name}: ${Array.isArray(value) ? value.join(', ') : value}`,
        );
  return [
    '',
    `${say(part, 'agency')} told ${say(part, 'fact')} (${say(part, 'changeType')}), of ${say(part, 'occurredOn')}, received ${say(part, 'receivedOn')}`,
    `  change ${say(part, 'changeId')}`,
    ...values,
    ...removed.map(({ reason, fields }) => `${INDENT}left out, ${reason}: ${fields.join(', ')}`),
  ];
}

function describeRecipient(one: Recipient): readonly string[] {
  const who = one.agency === null ? 'nobody' : `${one.agency} as ${one.capacity ?? 'not said'}`;
  return [
    `${INDENT}${who}: ${one.verdict}${because(one.reason)}`,
    ...one.basis.map(
      ({ agreement, version, fields = [] }) =>
        `${INDENT}${INDENT}under ${agreement} version ${version}: ${fields.join(', ') || 'no field'}`,
    ),
    ...one.withheld.map(
      ({ reason, fields }) =>
        `${INDENT}${INDENT}withheld, ${reason}: ${[fields].flat().join(', ')}`,
    ),
  ];
}
