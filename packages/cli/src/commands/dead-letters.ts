import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import {
  connectToServices,
  findService,
  listMore,
  listPages,
  type ServicePage,
} from '../parked/operator-services.ts';
import type { DeadLetter } from '../parked/parked-answers.ts';
import { releaseToEnd } from '../parked/release-parked.ts';
import { formatTable } from '../print.ts';
import { readCount } from '../read-option.ts';
import { REASON, serviceOption } from './parked.ts';

/** The services' own bound. */
const PAGE_MAX = 1_000;
const STATES = ['waiting', 'dead', 'redriven'];

/** `told dead-letters`: records that could not be read or were given up. */
export function addDeadLetters(program: Command, context: CommandContext): void {
  const letters = program
    .command('dead-letters')
    .description('records that could not be read, or were given up by an operator');
  addList(letters, context);
  addRedrive(letters, context);
}

interface ListOptions {
  readonly service?: string;
  readonly topic?: string;
  readonly cause?: string;
  readonly state: string;
  readonly cursor?: string;
  readonly limit: number;
}

const LIST_HELP = `
States: waiting, its record waits with its key and is released with it; dead, an operator took it out; redriven, it has been
given to the service again.

Example:
  npm run -s told -- dead-letters list --state waiting`;

function addList(letters: Command, context: CommandContext): void {
  letters
    .command('list')
    .description('list them: where each is, why, its digest and how it stands; never what it says')
    .addOption(serviceOption())
    .option('--topic <topic>', 'of one topic')
    .option('--cause <code>', 'of one cause, such as illegal-value')
    .addOption(
      new Option('--state <state>', 'of one state').choices([...STATES, 'all']).default('all'),
    )
    .option('--cursor <cursor>', 'page to begin with, from the page before')
    .option('--limit <count>', 'dead letters at most, of each service', readCount(PAGE_MAX, 1), 100)
    .addHelpText('after', LIST_HELP)
    .action(async ({ service, topic, cause, state, cursor, limit }: ListOptions) => {
      const query = new URLSearchParams({
        limit: String(limit),
        ...(topic && { topic }),
        ...(cause && { cause }),
        ...(state !== 'all' && { state }),
        ...(cursor && { cursor }),
      });
      await listPages<DeadLetter>(service, context, `/v1/dead-letters?${query}`, describePages);
    });
}

function describePages(pages: readonly ServicePage<DeadLetter>[]): string {
  const rows = pages.flatMap(({ service, items }) =>
    items.map((one) => [
      ...[service, one.topic, String(one.partition), one.offset, one.cause, one.state],
      ...[one.keyDigest ?? '', one.toldAt, one.reason ?? ''],
    ]),
  );
  const place = ['service', 'topic', 'partition', 'offset'];
  const headings = [...place, 'cause', 'state', 'key', 'told at', 'reason'];
  return [formatTable(headings, rows, 'there are no dead letters'), ...listMore(pages)].join('\n');
}

interface RedriveOptions {
  readonly service?: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

const REDRIVE_HELP = `
One that waits is released with its key, in order. One that an operator took out is read from its topic again: it takes effect at
once, or takes its old place in a key that waits. What its service will still not have is refused, and nothing changes.

Example:
  npm run -s told -- dead-letters redrive told.changes 2 118 --reason "the schema is registered now"`;

function addRedrive(letters: Command, context: CommandContext): void {
  letters
    .command('redrive')
    .description('give a dead letter’s record to the service again')
    .argument('<topic>', 'topic of the record')
    .argument('<partition>', 'its partition', readCount(PARTITION_MAX))
    .argument('<offset>', 'its offset there', readCount(Number.MAX_SAFE_INTEGER))
    .requiredOption('--reason <reason>', REASON)
    .addOption(serviceOption())
    .option('--dry-run', 'say what would be redriven, and do nothing')
    .addHelpText('after', REDRIVE_HELP)
    .action(async (topic: string, partition: number, offset: number, options: RedriveOptions) => {
      const path = `/v1/dead-letters/${encodeURIComponent(topic)}/${partition}/${offset}`;
      const services = connectToServices(options.service, context);
      const { found, at } = await findService<DeadLetter>(services, path, 'dead-letters list');
      if (options.dryRun === true) {
        const would = { service: at.service, ...found, status: 'not-sent' };
        context
          .printer()
          .result(would, () => `would redrive ${topic}/${partition} at ${offset} (${found.state})`);
        return;
      }
      const asked = { path: `${path}/redrive`, reason: options.reason };
      await releaseToEnd(at, { ...asked, once: found.state === 'dead' }, context);
    });
}

const PARTITION_MAX = 2_147_483_647;
