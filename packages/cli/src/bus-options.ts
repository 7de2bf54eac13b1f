import path from 'node:path';
import type { RegistryKind, Sealing, StackOptions } from '@told/stack';
import { type Command, InvalidArgumentError } from 'commander';
import { CliError } from './exit-codes.ts';

/** What the command line says about the log and the registry of a stack on this machine. */
export interface BusOptions {
  readonly dir?: string;
  readonly bus?: 'embedded' | 'kafka';
  readonly brokers?: 1 | 3;
  readonly secure?: true;
  readonly registry?: RegistryKind;
  readonly sealing?: Sealing;
}

/** Folders of the local stack, in a checkout; one for each kind of log, since records of one mean nothing to another. A secured one
 *  has its own: it was never open. */
export const LOCAL_FOLDERS = {
  embedded: '.told',
  'kafka-1': path.join('.told', 'kafka-1'),
  'kafka-3': path.join('.told', 'kafka-3'),
  'kafka-1-secured': path.join('.told', 'kafka-1-secured'),
  'kafka-3-secured': path.join('.told', 'kafka-3-secured'),
} as const;

/** Beside the folder of a log: the schemas are in Apicurio Registry, whose ids mean nothing to the embedded one. */
export const apicurioFolder = (folder: string): string =>
  folder === LOCAL_FOLDERS.embedded ? path.join(folder, 'apicurio') : `${folder}-apicurio`;

/** The options that `demo` and `stack` share. */
export const addBusOptions = (command: Command): Command =>
  addBusChoice(command).option(
    '--dir <folder>',
    'folder for databases, keys, records and logs; by default .told, with Kafka .told/kafka-1 or .told/kafka-3, with -secured and -apicurio after it when it is',
  );

/** What carries the records, for a stack whose folder nobody chooses. */
export const addBusChoice = (command: Command): Command =>
  command
    .option(
      '--bus <kind>',
      'what carries the records: embedded (PostgreSQL) or kafka; by default what the folder was made with, else embedded',
      readBus,
    )
    .option(
      '--brokers <count>',
      'Kafka brokers to run, 1 or 3; by default what the folder was made with, else 1',
      readBrokers,
    )
    .option(
      '--secure',
      'Kafka that asks who comes: logins over TLS, for each user only what infra/topics.yaml names; by default what the folder was made with, else open',
    )
    .option(
      '--registry <kind>',
      'what keeps the schemas: embedded or apicurio (Apicurio Registry: Java 21 and Maven, or a container engine); by default what the folder was made with, else embedded',
      readRegistry,
    )
    .option(
      '--sealing <on|off>',
      'whether bodies of changes are sealed for each person, so that they can be erased; by default what the folder was made with, else on',
      readSealing,
    );

/** Where to start which stack. Throws CliError `usage` when brokers are asked for that nothing would use. */
export function readBusOptions(
  { dir, bus, brokers, secure, registry, sealing }: BusOptions,
  cwd: string,
): Pick<StackOptions, 'dir' | 'logKind' | 'kafkaNodes' | 'kafkaSecurity' | 'registry' | 'sealing'> {
  if (brokers !== undefined && bus !== 'kafka') {
    throw new CliError('usage', '--brokers goes with --bus kafka.');
  }
  if (secure && bus !== 'kafka') throw new CliError('usage', '--secure goes with --bus kafka.');
  const kafka = `kafka-${brokers ?? 1}${secure ? '-secured' : ''}` as const;
  const ofLog = LOCAL_FOLDERS[bus === 'kafka' ? kafka : 'embedded'];
  const folder = registry === 'apicurio' ? apicurioFolder(ofLog) : ofLog;
  return {
    dir: path.resolve(cwd, dir ?? folder),
    ...(bus && { logKind: bus }),
    ...(brokers && { kafkaNodes: brokers }),
    ...(secure && { kafkaSecurity: 'secured' }),
    ...(registry && { registry }),
    ...(sealing && { sealing }),
  };
}

function readBus(kind: string): 'embedded' | 'kafka' {
  if (kind === 'embedded' || kind === 'kafka') return kind;
  throw new InvalidArgumentError('It is embedded or kafka.');
}

function readRegistry(kind: string): RegistryKind {
  if (kind === 'embedded' || kind === 'apicurio') return kind;
  throw new InvalidArgumentError('It is embedded or apicurio.');
}

function readSealing(choice: string): Sealing {
  if (choice === 'on' || choice === 'off') return choice;
  throw new InvalidArgumentError('It is on or off.');
}

function readBrokers(count: string): 1 | 3 {
  if (count === '1' || count === '3') return count === '1' ? 1 : 3;
  throw new InvalidArgumentError('It is 1 or 3.');
}
