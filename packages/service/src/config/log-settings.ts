import type { ConfigFault } from './parse-config.ts';
import { oneOf, optional, url, type Variable, variable } from './variables.ts';

/** Where the log is: a PostgreSQL database, as a login's URL, or the brokers of a Kafka cluster, `host:port` each. */
export type LogSettings =
  | { readonly kind: 'embedded'; readonly url: string }
  | { readonly kind: 'kafka'; readonly brokers: readonly string[] };

export const POSTGRES_SCHEMES = ['postgres', 'postgresql'];
const BROKERS_MAX = 100;
const BROKER = /^(?:[\w.-]+|\[[\da-fA-F:]+\]):(\d{1,5})$/;

/** The variables of the base configuration that say where the log is. */
export const logVariables = {
  logKind: oneOf('TOLD_LOG_KIND', ['embedded', 'kafka']),
  /** The embedded log's database. */
  logUrl: optional(url('TOLD_LOG_URL', POSTGRES_SCHEMES)),
  logBrokers: optional(brokers('TOLD_LOG_BROKERS')),
} as const;

interface LogConfig {
  readonly logKind: 'embedded' | 'kafka';
  readonly logUrl: string | undefined;
  readonly logBrokers: readonly string[] | undefined;
}

/** Each address goes with its kind, and is refused with the other: a service must not write to a log that nobody meant. */
export function checkLogConfig(config: Partial<LogConfig>): readonly ConfigFault[] {
  const { logKind, logUrl, logBrokers } = config;
  if (logKind === undefined) return [];
  return [
    ...checkAddress('TOLD_LOG_URL', 'embedded', logKind, logUrl !== undefined),
    ...checkAddress('TOLD_LOG_BROKERS', 'kafka', logKind, logBrokers !== undefined),
  ];
}

function checkAddress(
  variable: string,
  owner: LogConfig['logKind'],
  kind: LogConfig['logKind'],
  isSet: boolean,
): readonly ConfigFault[] {
  if (isSet === (kind === owner)) return [];
  const fault = isSet
    ? `goes with TOLD_LOG_KIND ${owner} and not with ${kind}`
    : `is not set; TOLD_LOG_KIND ${kind} needs it`;
  return [{ variable, fault }];
}

/** What the configuration says of the log, once `checkLogConfig` has found no fault in it. */
export function readLogSettings({ logKind, logUrl, logBrokers }: LogConfig): LogSettings {
  if (logKind === 'embedded' && logUrl !== undefined) return { kind: logKind, url: logUrl };
  if (logKind === 'kafka' && logBrokers !== undefined)
    return { kind: logKind, brokers: logBrokers };
  throw new TypeError('the configuration of the log was not checked');
}

function brokers(name: string): Variable<readonly string[]> {
  return variable(name, `1 to ${BROKERS_MAX} host:port, separated by commas`, (value) => {
    const items = value.split(',').map((item) => item.trim());
    return items.length <= BROKERS_MAX && items.every(isBroker) ? items : undefined;
  });
}

const PORT_MAX = 65_535;

function isBroker(text: string): boolean {
  const port = Number(BROKER.exec(text)?.[1]);
  return port >= 1 && port <= PORT_MAX;
}
