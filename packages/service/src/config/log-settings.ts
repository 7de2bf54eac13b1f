import type { BrokerAccess } from '@told/event-log-kafka';
import type { ConfigFault } from './parse-config.ts';
import { pemFile } from './pem-file.ts';
import {
  type ConfigOf,
  oneOf,
  optional,
  secret,
  text,
  url,
  type Variable,
  variable,
} from './variables.ts';

/** Where the log is, and as whom: a PostgreSQL database, as a login's URL, or a Kafka cluster. */
export type LogSettings =
  | { readonly kind: 'embedded'; readonly url: string }
  | ({ readonly kind: 'kafka' } & BrokerAccess);

export const POSTGRES_SCHEMES = ['postgres', 'postgresql'];
const BROKERS_MAX = 100;
const BROKER = /^(?:[\w.-]+|\[[\da-fA-F:]+\]):(\d{1,5})$/;

/** The variables of the base configuration that say where the log is. */
export const logVariables = {
  logKind: oneOf('TOLD_LOG_KIND', ['embedded', 'kafka']),
  /** The embedded log's database. */
  logUrl: optional(url('TOLD_LOG_URL', POSTGRES_SCHEMES)),
  logBrokers: optional(brokers('TOLD_LOG_BROKERS')),
  logUser: optional(text('TOLD_LOG_USER', 'a user of the Kafka cluster')),
  logPassword: optional(secret('TOLD_LOG_PASSWORD')),
  logTlsCa: optional(pemFile('TOLD_LOG_TLS_CA_FILE', 'CERTIFICATE')),
  logTlsCert: optional(pemFile('TOLD_LOG_TLS_CERT_FILE', 'CERTIFICATE')),
  logTlsKey: optional(pemFile('TOLD_LOG_TLS_KEY_FILE', 'PRIVATE KEY')),
} as const;

type LogConfig = ConfigOf<typeof logVariables>;

/** Each address goes with its kind, and is refused with the other: a service must not write to a log that nobody meant. */
export function checkLogConfig(config: Partial<LogConfig>): readonly ConfigFault[] {
  const { logKind, logUrl, logBrokers } = config;
  if (logKind === undefined) return [];
  return [
    ...checkAddress('TOLD_LOG_URL', 'embedded', logKind, logUrl !== undefined),
    ...checkAddress('TOLD_LOG_BROKERS', 'kafka', logKind, logBrokers !== undefined),
    ...checkAccess(config),
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

/** Login and TLS are Kafka's; each needs all its parts, and a certificate says nothing to a server that is not known. */
function checkAccess(config: Partial<LogConfig>): readonly ConfigFault[] {
  const { logKind, logUser, logPassword, logTlsCa, logTlsCert, logTlsKey } = config;
  const faults: (ConfigFault | false)[] = [
    (logUser === undefined) !== (logPassword === undefined) && {
      variable: 'TOLD_LOG_PASSWORD',
      fault: 'goes together with TOLD_LOG_USER',
    },
    (logTlsCert === undefined) !== (logTlsKey === undefined) && {
      variable: 'TOLD_LOG_TLS_KEY_FILE',
      fault: 'goes together with TOLD_LOG_TLS_CERT_FILE',
    },
    logTlsCert !== undefined &&
      logTlsCa === undefined && {
        variable: 'TOLD_LOG_TLS_CA_FILE',
        fault: 'is not set; TOLD_LOG_TLS_CERT_FILE needs it',
      },
    logUser !== undefined &&
      logKind === 'embedded' && {
        variable: 'TOLD_LOG_USER',
        fault: 'goes with TOLD_LOG_KIND kafka; the login to an embedded log is in TOLD_LOG_URL',
      },
    logTlsCa !== undefined &&
      logKind === 'embedded' && {
        variable: 'TOLD_LOG_TLS_CA_FILE',
        fault: 'goes with TOLD_LOG_KIND kafka and not with embedded',
      },
  ];
  return faults.filter((fault) => fault !== false);
}

/** What the configuration says of the log, once `checkLogConfig` has found no fault in it. */
export function readLogSettings(config: LogConfig): LogSettings {
  const { logKind, logUrl, logBrokers } = config;
  if (logKind === 'embedded' && logUrl !== undefined) return { kind: logKind, url: logUrl };
  if (logKind === 'kafka' && logBrokers !== undefined)
    return { kind: logKind, brokers: logBrokers, ...readAccess(config) };
  throw new TypeError('the configuration of the log was not checked');
}

function readAccess(config: LogConfig): Pick<BrokerAccess, 'login' | 'tls'> {
  const { logUser, logPassword, logTlsCa: ca, logTlsCert: cert, logTlsKey: key } = config;
  return {
    ...(logUser !== undefined &&
      logPassword !== undefined && { login: { username: logUser, password: logPassword } }),
    ...(ca !== undefined && {
      tls: { ca, ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) },
    }),
  };
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
