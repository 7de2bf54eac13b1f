import type { EntryKind, Facts } from '../entries/entry.ts';

/** One sentence about an entry, of ids and codes alone; whoever reads it needs no schema. */
export function sayEntry(kind: EntryKind, facts: Facts): string {
  const say = (name: string): string => String(facts[name] ?? 'unknown');
  const because = facts['reason'] === undefined ? '' : ` (${say('reason')})`;
  switch (kind) {
    case 'change':
      return `${say('agency')} told a change: ${say('fact')}, ${say('changeType')}.`;
    case 'decision':
      return `Decided, run ${say('run')}: ${sayRecipients(facts['recipients'])}.`;
    case 'interest':
      return `Interest of ${say('agency')} as ${say('capacity')}: ${say('action')}, ${say('state')}.`;
    case 'consent':
      return `Consent to ${say('recipient')} for ${say('purpose')}: ${say('action')}.`;
    case 'suspension':
      return `${say('target')} ${say('id')}: ${say('action')}.`;
    case 'outcome':
      return `${say('agency')} answered ${say('kind')}${because}.`;
    case 'action':
      return `${say('actor')} at ${say('origin')}: ${say('action')}.`;
    case 'dead-letter':
      return `A dead letter of ${say('origin')}: ${say('cause')}.`;
    case 'unreadable':
      return `A record that could not be read: ${say('cause')}.`;
    case 'gap':
      return 'The log holds nothing where records should be.';
    case 'opening':
      return 'A further ledger was opened.';
    case 'key':
      return 'The ledger is signed with another key from here on.';
  }
}

function sayRecipients(recipients: Facts[string] | undefined): string {
  if (!Array.isArray(recipients)) return 'unknown';
  return recipients.map(sayRecipient).join('; ');
}

function sayRecipient(recipient: Facts): string {
  const { agency, verdict, reason } = recipient;
  const said = reason === undefined ? String(verdict) : `${String(verdict)} (${String(reason)})`;
  return agency === undefined ? `nobody: ${said}` : `${String(agency)}: ${said}`;
}
