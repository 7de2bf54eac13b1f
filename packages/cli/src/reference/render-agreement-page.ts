import {
  type Agreement,
  type AgreementSet,
  buildMatrix,
  LINT_RULES,
  type MatrixRow,
  standingOf,
} from '@told/agreements';

/** A set, the day on which it is shown, and which file each agreement is in. */
export interface SetShown {
  readonly agreements: AgreementSet;
  readonly on: string;
  /** File's name by the file's hash. */
  readonly files: ReadonlyMap<string, string>;
}

/** docs/reference/agreements.md, made from the files of infra/agreements: who may be given which field by which agreement. */
export function renderAgreementPage(sets: readonly SetShown[]): string {
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from infra/agreements; do not edit. -->',
    '',
    '# Agreements',
    '',
    ...INTRODUCTION,
    '',
    ...sets.flatMap(renderSet),
    '## What `told agreements check` looks for',
    '',
    '| finding | severity | an agreement that |',
    '|---|---|---|',
    ...Object.entries(LINT_RULES).map(
      ([rule, { severity, meaning }]) => `| \`${rule}\` | ${severity} | ${meaning} |`,
    ),
  ].join('\n')}\n`;
}

const INTRODUCTION = [
  'What may go from whom to whom, by recipient, capacity and field. What is not in a table is given to nobody. A deployment goes by one set; they',
  'never mix. `told agreements matrix` prints the same for any day, `told agreements check` what a reviewer should look at, and',
  '[how to add one](../how-to/add-an-agreement.md) how a file is written and signed. All of them are examples with fictitious approvals: see the',
  '[legal notice](../explanation/legal-notice.md).',
  '',
  'A provision is marked *law* when it was read in the instrument named, *source* when it was read in the public source named, and *unverified* when',
  'it is believed and was not seen.',
];

function renderSet(shown: SetShown): string[] {
  const { agreements, on } = shown;
  const inForce = agreements.agreements.filter((one) => standingOf(one, on) === 'in-force');
  const rows = buildMatrix(agreements, on);
  const recipients = [...new Set(rows.map((one) => one.recipient))];
  return [
    `## Set ${agreements.id}, on ${on}`,
    '',
    '| agreement | between | as | basis | provisions | look-back | review by |',
    '|---|---|---|---|---|---|---|',
    ...inForce.map((one) => renderAgreement(one, shown)),
    '',
    ...recipients.flatMap((recipient) =>
      renderRecipient(
        recipient,
        agreements.id,
        rows.filter((one) => one.recipient === recipient),
      ),
    ),
  ];
}

const code = (text: string): string => `\`${text}\``;

function renderAgreement(one: Agreement, { agreements, files }: SetShown): string {
  const file = `../../infra/agreements/${agreements.id}/${files.get(one.hash)}`;
  const provisions = one.basis.provisions.map(({ citation, mark, link }) => {
    const named = link === null ? citation : `[${citation}](${link})`;
    return `${named}: ${mark}`;
  });
  return `| ${[
    `[${code(one.id)}](${file}) ${one.version}`,
    `${one.from.map(code).join(', ')} → ${one.to.map(code).join(', ')}`,
    one.capacities.map(code).join(', '),
    one.basis.type,
    provisions.join('<br>'),
    `${one.lookBackDays} days`,
    one.reviewBy,
  ].join(' | ')} |`;
}

/** Fields down, capacities across; a cell names the agreements. */
function renderRecipient(recipient: string, set: string, rows: readonly MatrixRow[]): string[] {
  const capacities = [...new Set(rows.map((one) => one.capacity))];
  const fields = [...new Set(rows.map((one) => `${one.fact}.${one.field}`))].sort();
  const cellOf = (field: string, capacity: string): string => {
    const row = rows.find(
      (one) => `${one.fact}.${one.field}` === field && one.capacity === capacity,
    );
    if (row === undefined) return '–';
    return row.allowedBy
      .map(({ agreement, basis }) =>
        basis === 'consent' ? `${code(agreement)}, by consent` : code(agreement),
      )
      .join('<br>');
  };
  return [
    `### What ${code(recipient)} may be given in set ${set}`,
    '',
    `| field | ${capacities.map(code).join(' | ')} |`,
    `|---|${capacities.map(() => '---|').join('')}`,
    ...fields.map(
      (field) => `| ${code(field)} | ${capacities.map((one) => cellOf(field, one)).join(' | ')} |`,
    ),
    '',
  ];
}
