import type { Agreement, MatrixRow, Standing } from '@told/agreements';
import { formatFields, formatTable } from '../print.ts';

/** An agreement as the gateway shows it. */
export type ShownAgreement = Agreement & { readonly standing: Standing };

export interface AgreementsAnswer {
  readonly set: string;
  readonly hash: string;
  readonly businessDate: string;
  readonly suspensionVersion: number;
  readonly agreements: readonly ShownAgreement[];
}

export function describeList({ set, businessDate, agreements }: AgreementsAnswer): string {
  const rows = agreements.map((one) => [
    one.id,
    String(one.version),
    one.standing,
    `${one.from.join(', ')} → ${one.to.join(', ')}`,
    one.capacities.join(', '),
    one.basis.type,
    one.reviewBy,
  ]);
  const headings = ['agreement', 'version', 'stands', 'between', 'capacity', 'basis', 'review by'];
  return `set ${set} on ${businessDate}\n\n${formatTable(headings, rows)}`;
}

/** One version, as a reviewer reads it. */
export function describeAgreement(one: ShownAgreement): string {
  const facts = Object.entries(one.facts).map(([fact, names]) => `  ${fact}: ${names.join(', ')}`);
  const provisions = one.basis.provisions.map(
    ({ citation, mark, link }) =>
      `  ${mark.padEnd(10)}  ${citation}${link === null ? '' : `  ${link}`}`,
  );
  const approvals = one.approvals.map(
    ({ party, role, approvedOn, terms, assessment }) =>
      `  ${approvedOn}  ${party}: ${role} (${assessment})${terms === one.termsHash ? '' : ', of other terms'}`,
  );
  return [
    formatFields({
      agreement: `${one.id} version ${one.version}: ${one.title}`,
      stands: one.standing,
      from: one.from.join(', '),
      to: `${one.to.join(', ')} as ${one.capacities.join(', ')}`,
      purpose: one.purpose,
      basis: `${one.basis.type}: ${one.basis.citation}`,
      note: one.basis.note.trim(),
      conditions: `${one.dataProtection.act}: ${one.dataProtection.conditions.join('; ')}`,
      'look-back': `${one.lookBackDays} days`,
      'sender sees': one.senderSees,
      onward: one.onwardDisclosure,
      retention: one.retentionClass,
      valid: `${one.validFrom} to ${one.validUntil ?? '–'}, review by ${one.reviewBy}`,
      file: one.hash,
      terms: one.termsHash,
    }),
    ...['', 'provisions', ...provisions],
    ...['', 'fields', ...facts],
    ...['', 'approvals', ...approvals],
  ].join('\n');
}

export function describeMatrix(rows: readonly MatrixRow[]): string {
  return formatTable(
    ['recipient', 'capacity', 'field', 'agreement'],
    rows.map(({ recipient, capacity, fact, field, allowedBy }) => [
      recipient,
      capacity,
      `${fact}.${field}`,
      allowedBy
        .map(({ agreement, version, basis, isSuspended }) => {
          const notes = [basis === 'consent' ? 'consent' : '', isSuspended ? 'suspended' : ''];
          const said = notes.filter((one) => one !== '').join(', ');
          return `${agreement} ${version}${said === '' ? '' : ` (${said})`}`;
        })
        .join(', '),
    ]),
    'nothing may be given to anybody',
  );
}
