import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { formatFields, formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readId } from '../read-option.ts';

/** What the ledger's entry about a record is found by, and where it is once it was found. */
interface Entry {
  readonly kind: 'consent' | 'decision' | 'outcome';
  readonly [name: string]: unknown;
}

interface Found {
  readonly ledgerId: string;
  readonly index: number;
}

interface ProofItem {
  readonly releaseId: string;
  readonly releaseSequence: number;
  readonly agency: string;
  readonly fields: readonly string[];
  readonly state: 'unsent' | 'kept' | 'told' | 'answered';
  readonly toldAt: string | null;
  readonly delivery: string | null;
  readonly answer: string | null;
  readonly silentHours: number | null;
  readonly entries: readonly Entry[];
}

interface Proof {
  readonly consentId: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly on: string;
  readonly recordedBy: string;
  readonly recordedAt: string;
  readonly given: number;
  readonly unsent: number;
  readonly kept: number;
  readonly answered: number;
  readonly silent: number;
  readonly silentSince: string | null;
  readonly isWhole: boolean;
  readonly isAnswered: boolean;
  readonly items: readonly ProofItem[];
  readonly entry: Entry;
}

const HELP = `
unsent: taken out before it left; kept: another consent that stands allows the same. With the scope ledger:read the entries of the ledger are named
too: "GET /v1/ledger/proofs/inclusion?index=…" of the audit service proves each.

Docs: docs/how-to/record-a-consent.md`;

/** `told consents proof`: that a withdrawal reached whoever holds what rested on the consent. */
export function addProof(consents: Command, context: CommandContext): void {
  consents
    .command('proof')
    .description(
      'show who holds what was given on a withdrawn consent, who has answered, and who is silent',
    )
    .argument('<consentId>', 'id of the consent', readId)
    .requiredOption('--as <agency>', 'its recipient, or the auditor', readAgency)
    .addHelpText('after', HELP)
    .action(async (consentId: string, options: { readonly as: string }) => {
      const profile = readProfile(context.profileName(), context.ports.cwd);
      const connection = connectAs(options.as, profile);
      const path = `/v1/consents/${encodeURIComponent(consentId)}/withdrawal-proof`;
      const proof = await connection.call<Proof>('gateway', path);
      const client = profile.clients.find(({ agency }) => agency === options.as);
      const canAsk = client?.scopes.includes('ledger:read') === true && 'audit' in profile.services;
      const ledger = canAsk ? await findEntries(connection, proof) : null;
      context.printer().result({ ...proof, ledger }, () => describeProof(proof, ledger));
    });
}

/** References that the ledger takes in one question. */
const REFERENCES_MAX = 500;

/** The entries of the withdrawal, and then of each release: its decision and its answer. */
interface Ledger {
  readonly withdrawal: Found | null;
  readonly items: readonly (readonly (Found | null)[])[];
}

async function findEntries(connection: Connection, { entry, items }: Proof): Promise<Ledger> {
  const wanted = [entry, ...items.flatMap(({ entries }) => entries)];
  const found: (Found | null)[] = [];
  for (let at = 0; at < wanted.length; at += REFERENCES_MAX) {
    const body = { items: wanted.slice(at, at + REFERENCES_MAX) };
    type Answer = { readonly items: readonly (Found | null)[] };
    found.push(
      ...(await connection.call<Answer>('audit', '/v1/ledger/references', { body })).items,
    );
  }
  const [withdrawal = null, ...rest] = found;
  return { withdrawal, items: items.map(({ entries }) => rest.splice(0, entries.length)) };
}

function describeProof(proof: Proof, ledger: Ledger | null): string {
  const { recipient, purpose, on, recordedBy, recordedAt, given, unsent, kept } = proof;
  const silence = proof.silentSince === null ? '' : `, since ${proof.silentSince}`;
  return [
    formatFields({
      consent: proof.consentId,
      withdrawn: `${on}: ${purpose} for ${recipient}`,
      recorded: `${recordedAt} by ${recordedBy}`,
      'ledger entry': ledger === null ? null : sayFound(ledger.withdrawal),
      given: `${given} releases`,
      'taken out before they left': unsent,
      'kept under another consent': kept,
      answered: proof.answered,
      silent: `${proof.silent}${silence}`,
      proved: proof.isAnswered ? 'whoever holds something of it has answered' : 'not yet',
    }),
    '',
    formatTable(
      ['release', 'place', 'fields', 'state', 'told', 'silent', 'ledger entries'],
      proof.items.map((one, at) => [
        ...[one.releaseId, String(one.releaseSequence), one.fields.join(', ')],
        one.answer === null ? one.state : `${one.state}: ${one.answer}`,
        one.toldAt === null ? '' : `${one.toldAt}${one.delivery === 'waiting' ? ', waits' : ''}`,
        one.silentHours === null ? '' : `${one.silentHours} h`,
        (ledger?.items[at] ?? []).map(sayFound).join(', '),
      ]),
      'nothing was given on it',
    ),
    ...(proof.isWhole ? [] : ['there are more: this is not all']),
  ].join('\n');
}

const sayFound = (found: Found | null): string =>
  found === null ? 'not under a head yet' : `${found.ledgerId} ${found.index}`;
