import { digestKey } from '@told/service';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import {
  connectToServices,
  findService,
  listMore,
  listPages,
  type OperatorService,
  type ServicePage,
} from '../parked/operator-services.ts';
import { describeCause, type ParkedKey, type ShownKey } from '../parked/parked-answers.ts';
import { releasePathOf, releaseToEnd } from '../parked/release-parked.ts';
import { formatFields, formatTable } from '../print.ts';
import { readCount } from '../read-option.ts';

/** The services' own bound. */
const PAGE_MAX = 1_000;
const CAUSES = ['gap', 'fork', 'failed', 'undecodable', 'key-parked'];
const LIST = 'parked list';

export const serviceOption = (): Option =>
  new Option('--service <service>', 'service that holds it; left out, every one of the profile');
export const REASON = 'why; kept for ever, so it names no person';

/** Reads a key or its digest: 16 hex digits are taken for a digest. The key itself is not sent. */
const readKeyDigest = (text: string): string =>
  /^[0-9a-f]{16}$/.test(text) ? text : digestKey(text);

/** `told parked`: records that wait, with what is at fault, and what an operator does about them. */
export function addParked(program: Command, context: CommandContext): void {
  const parked = program
    .command('parked')
    .description('records that wait for an operator, key by key');
  addList(parked, context);
  addShow(parked, context);
  addRelease(parked, context);
  addGiveUp(parked, context);
}

interface ListOptions {
  readonly service?: string;
  readonly topic?: string;
  readonly key?: string;
  readonly cause?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const LIST_HELP = `
A key is named by the first 16 hex digits of its SHA-256, as in the logs. Causes: gap, an earlier record is missing; fork,
another record took its place; failed, the service refused it; undecodable, it cannot be read (see "told dead-letters");
key-parked, nothing is at fault any more and the release goes on when asked.

Example:
  npm run -s told -- parked list --cause failed`;

function addList(parked: Command, context: CommandContext): void {
  parked
    .command('list')
    .description('list the keys that wait, what is at fault, and how many records wait behind it')
    .addOption(serviceOption())
    .option('--topic <topic>', 'of one topic')
    .option('--key <key>', 'of one key, or its digest', readKeyDigest)
    .addOption(new Option('--cause <cause>', 'of one cause').choices(CAUSES))
    .option('--cursor <cursor>', 'page to begin with, from the page before')
    .option('--limit <count>', 'keys at most, of each service', readCount(PAGE_MAX, 1), 100)
    .addHelpText('after', LIST_HELP)
    .action(async ({ service, topic, key, cause, cursor, limit }: ListOptions) => {
      const query = new URLSearchParams({
        limit: String(limit),
        ...(topic && { topic }),
        ...(key && { keyDigest: key }),
        ...(cause && { cause }),
        ...(cursor && { cursor }),
      });
      await listPages<ParkedKey>(service, context, `/v1/parked?${query}`, describePages);
    });
}

function describePages(pages: readonly ServicePage<ParkedKey>[]): string {
  const rows = pages.flatMap(({ service, items }) =>
    items.map((one) => [
      ...[service, one.topic, one.keyDigest, describeCause(one)],
      ...[one.toldAt ?? '', String(one.records)],
    ]),
  );
  const headings = ['service', 'topic', 'key', 'cause', 'told at', 'records'];
  const next = '\nlook: told parked show <topic> <key>; mend the cause; then: told parked release';
  return [
    formatTable(headings, rows, 'nothing is parked'),
    ...listMore(pages),
    ...(rows.length > 0 ? [next] : []),
  ].join('\n');
}

const pathOf = (topic: string, keyDigest: string): string =>
  `/v1/parked/${encodeURIComponent(topic)}/${keyDigest}`;

interface KeyOptions {
  readonly service?: string;
}

const find = (topic: string, keyDigest: string, { service }: KeyOptions, context: CommandContext) =>
  findService<ShownKey>(connectToServices(service, context), pathOf(topic, keyDigest), LIST);

const withKey = (command: Command): Command =>
  command
    .argument('<topic>', 'topic of the records')
    .argument('<key>', 'the key, or its digest as listed', readKeyDigest)
    .addOption(serviceOption());

function addShow(parked: Command, context: CommandContext): void {
  withKey(parked.command('show'))
    .description(
      'show a key that waits, and the first of its records: where they are, never what they say',
    )
    .action(async (topic: string, key: string, options: KeyOptions) => {
      const { found, at } = await find(topic, key, options, context);
      context.printer().result({ service: at.service, ...found }, () => describeKey(found, at));
    });
}

function describeKey(found: ShownKey, { service }: OperatorService): string {
  const { topic, keyDigest, records, toldAt } = found;
  const rows = found.waiting.map((one) => [
    ...[String(one.partition), one.offset, describeCause(one)],
    ...[one.sequence === null ? '' : String(one.sequence), one.toldAt],
  ]);
  const rest = records - found.waiting.length;
  return [
    formatFields({ service, topic, key: keyDigest, cause: describeCause(found), toldAt, records }),
    '',
    formatTable(['partition', 'offset', 'cause', 'sequence', 'told at'], rows),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ].join('\n');
}

interface ReleaseOptions extends KeyOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
}

const RELEASE_HELP = `
The records go to the service in their order, in pieces. What is at fault again stays where it is, and all behind it: nothing is
lost or overtaken. Cut off in the middle, give the command again. Exit code 1: a record is at fault again.

Example:
  npm run -s told -- parked release told.changes 9f86d081884c7d65 --reason "the schema is registered now"`;

function addRelease(parked: Command, context: CommandContext): void {
  withKey(parked.command('release'))
    .description('give a key’s records to the service again, in order')
    .requiredOption('--reason <reason>', REASON)
    .option('--dry-run', 'say what would be released, and do nothing')
    .addHelpText('after', RELEASE_HELP)
    .action(async (topic: string, key: string, options: ReleaseOptions) => {
      const { found, at } = await find(topic, key, options, context);
      if (options.dryRun === true) {
        const { service } = at;
        context
          .printer()
          .result(
            { service, ...found, status: 'not-sent' },
            () => `would release ${found.records} records of ${topic} ${key} at ${service}`,
          );
        return;
      }
      await releaseToEnd(at, { path: releasePathOf(topic, key), reason: options.reason }, context);
    });
}

interface GiveUpOptions extends ReleaseOptions {
  readonly offset?: string;
}

interface TakenOut {
  readonly partition: number;
  readonly offset: string;
  readonly waiting: number;
}

const GIVE_UP_HELP = `
The record becomes a dead letter: its value is kept only in its topic, as long as that keeps it. Its sequence is passed over.
Then release the key. A gap cannot be given up: the missing record has to be told again ("told changes republish").

Example:
  npm run -s told -- parked dead-letter told.outcomes.luton 9f86d081884c7d65 --reason "sent by a test client"`;

function addGiveUp(parked: Command, context: CommandContext): void {
  withKey(parked.command('dead-letter'))
    .description('take the record at fault out of a key, for good')
    .requiredOption('--reason <reason>', REASON)
    .option(
      '--offset <offset>',
      'only if this is its offset; left out, the record at fault',
      readOffset,
    )
    .option('--dry-run', 'say what would be taken out, and do nothing')
    .addHelpText('after', GIVE_UP_HELP)
    .action(async (topic: string, key: string, options: GiveUpOptions) => {
      const { found, at } = await find(topic, key, options, context);
      const { partition, offset } = chooseRecord(found, options.offset);
      const place = `${topic}/${partition} at ${offset}`;
      if (options.dryRun === true) {
        const would = { service: at.service, topic, partition, offset, status: 'not-sent' };
        context.printer().result(would, () => `would make a dead letter of ${place}`);
        return;
      }
      const body = { reason: options.reason, partition, offset };
      const done = await at.call<TakenOut>(`${pathOf(topic, key)}/dead-letter`, { body });
      const then =
        done.waiting === 0
          ? 'nothing waits behind it'
          : `${done.waiting} records wait\nthen: npm run -s told -- parked release ${topic} ${key} --service ${at.service} --reason "…"`;
      context
        .printer()
        .result({ service: at.service, ...done }, () => `${place} is a dead letter; ${then}`);
    });
}

const readOffset = (text: string): string => String(readCount(Number.MAX_SAFE_INTEGER)(text));

function chooseRecord(
  { waiting }: ShownKey,
  offset: string | undefined,
): { readonly partition: number; readonly offset: string } {
  const chosen = offset === undefined ? waiting[0] : waiting.find((one) => one.offset === offset);
  if (chosen !== undefined) return chosen;
  throw new CliError(
    'refused',
    'no record at fault has this offset.\nFix: "npm run -s told -- parked show" lists them.',
    { code: 'not-found' },
  );
}
