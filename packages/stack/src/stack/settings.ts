import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { StackError } from '../errors.ts';
import type { KafkaSecurity, KafkaSource } from '../kafka/kafka.ts';
import { keepFile } from '../kept-file.ts';
import type { RegistryKind } from '../registry/registry.ts';

export type LogKind = 'embedded' | 'kafka';
export type Sealing = 'on' | 'off';

/** What the first start on a data folder decides, since its records depend on it. */
export type Settings = {
  readonly logKind: LogKind;
  /** Brokers of a cluster that the stack runs; only with Kafka. */
  readonly kafkaNodes?: 1 | 3;
  /** Only with Kafka that asks who comes; otherwise it is open. */
  readonly kafkaSecurity?: 'secured';
  /** Where its brokers came from; only with Kafka, and once it has started. Another source has other records. */
  readonly kafkaSource?: KafkaSource;
  readonly registry: RegistryKind;
  /** Undefined: bodies of changes stay in clear. */
  readonly sealing?: 'on';
  /** Keys the subject keys and digests: version 1 of the area secret. */
  readonly areaSecret: string;
  /** Versions from 2, newest last, put here by hand: see docs/how-to/rotate-the-area-secret.md. */
  readonly laterAreaSecrets?: readonly string[];
  /** Signs the heads of the ledger: an Ed25519 private key, its 32 bytes in base64url. */
  readonly ledgerKey: string;
  /** Those that may follow it, in the order of their use: one at first, more put here by hand. See docs/how-to/verify-the-ledger.md. */
  readonly laterLedgerKeys?: readonly string[];
  /** `YYYY-MM-DD@<instant>`: the business date at that instant, and one day more every 24 hours. */
  readonly businessDate: string;
  /** Database login → password. */
  readonly passwords: Readonly<Record<string, string>>;
};

export type SettingsOptions = {
  readonly dir: string;
  /** What to start with; undefined: what the folder was made with, else the embedded log, and one broker. */
  readonly logKind: LogKind | undefined;
  readonly kafkaNodes: 1 | 3 | undefined;
  readonly kafkaSecurity: KafkaSecurity | undefined;
  /** What will be used whatever was kept; undefined: what was kept, or what is found. */
  readonly kafkaSource: KafkaSource | undefined;
  /** Undefined: what the folder was made with, else the embedded one. */
  readonly registry: RegistryKind | undefined;
  /** Undefined: what the folder was made with; a new one seals. */
  readonly sealing: Sealing | undefined;
  readonly logins: readonly string[];
  readonly businessDate: string | undefined;
  readonly now: Date;
};

/** The pilot's financial year 2010/11 has just begun; a Monday is the first day of a benefit week. */
const FIRST_BUSINESS_DATE = '2010-04-05';
const SECRET_BYTES = 32;
const SETTINGS = 'settings.json';

/** Throws `choice-changed` when the folder was made with another log, other brokers or another registry. */
export function keepSettings(options: SettingsOptions): Settings {
  const { dir, logins, businessDate, now } = options;
  return keepFile(path.join(dir, SETTINGS), (kept: Settings | undefined) => {
    const choice = choose(options, kept);
    if (kept) refuseOtherChoice(kept, { ...choice, kafkaSource: options.kafkaSource }, dir);
    return {
      ...choice,
      ...(kept?.kafkaSource && { kafkaSource: kept.kafkaSource }),
      areaSecret: kept?.areaSecret ?? makeSecret(),
      ...(kept?.laterAreaSecrets && { laterAreaSecrets: kept.laterAreaSecrets }),
      ledgerKey: kept?.ledgerKey ?? makeSecret(),
      laterLedgerKeys: kept?.laterLedgerKeys ?? [makeSecret()],
      businessDate:
        businessDate ?? kept?.businessDate ?? `${FIRST_BUSINESS_DATE}@${now.toISOString()}`,
      passwords: {
        ...Object.fromEntries(logins.map((login) => [login, makeSecret()])),
        ...kept?.passwords,
      },
    };
  });
}

/** The registry that a folder was made with; undefined before its first start. */
export const readKeptRegistry = (dir: string): RegistryKind | undefined => {
  const file = path.join(dir, SETTINGS);
  if (!fs.existsSync(file)) return undefined;
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as Settings).registry;
};

/** Remembers where the brokers of a first start came from, once they have been found. */
export const keepKafkaSource = (dir: string, settings: Settings, kafkaSource: KafkaSource) =>
  keepFile<Settings>(path.join(dir, SETTINGS), () => ({ ...settings, kafkaSource }));

type Choice = Pick<Settings, 'logKind' | 'kafkaNodes' | 'kafkaSecurity' | 'registry' | 'sealing'>;

function choose(
  asked: Pick<SettingsOptions, 'logKind' | 'kafkaNodes' | 'kafkaSecurity' | 'registry' | 'sealing'>,
  kept: Settings | undefined,
): Choice {
  const logKind = asked.logKind ?? kept?.logKind ?? 'embedded';
  const registry = asked.registry ?? kept?.registry ?? 'embedded';
  // What was told in clear cannot be sealed later, nor may what is sealed be followed by clear text.
  const sealing = asked.sealing ?? (kept === undefined ? 'on' : (kept.sealing ?? 'off'));
  const seals = sealing === 'on' ? { sealing } : {};
  if (logKind === 'embedded') return { logKind, registry, ...seals };
  const kafkaNodes = asked.kafkaNodes ?? kept?.kafkaNodes ?? 1;
  const kafkaSecurity = asked.kafkaSecurity ?? kept?.kafkaSecurity;
  return {
    ...{ logKind, kafkaNodes, registry, ...seals },
    ...(kafkaSecurity === 'secured' && { kafkaSecurity }),
  };
}

const NOT_CHOSEN = {
  ...{ logKind: 'none', kafkaNodes: 'none', registry: 'none', kafkaSource: 'none' },
  kafkaSecurity: 'open',
  sealing: 'off',
} as const;
const CHOICES = Object.keys(NOT_CHOSEN) as readonly (keyof typeof NOT_CHOSEN)[];

function refuseOtherChoice(
  kept: Settings,
  choice: Choice & Pick<SettingsOptions, 'kafkaSource'>,
  dir: string,
): void {
  for (const name of CHOICES) {
    if (kept[name] === choice[name]) continue;
    // Only a source that both name can differ: none is asked for, or the first start on this folder failed.
    if (name === 'kafkaSource' && !(kept[name] && choice[name])) continue;
    throw new StackError('choice-changed', {
      dir,
      what: name,
      kept: kept[name] ?? NOT_CHOSEN[name],
      asked: choice[name] ?? NOT_CHOSEN[name],
    });
  }
}

const makeSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
