import { type Codec, type CodecUse, openCodec } from '@told/codec';
import type { EventLog } from '@told/event-log';
import type { BaseConfig } from '../config/base-config.ts';
import { readLogSettings } from '../config/log-settings.ts';
import { codeOf } from '../database/errors.ts';
import type { LingerOptions } from '../database/linger.ts';
import { openDatabase } from '../database/open-database.ts';
import type { Database } from '../database/ports.ts';
import { createPublisher, type Publisher } from '../database/publisher.ts';
import type { Logger } from '../log/create-logger.ts';
import { createDeadLetterSayer, deadLettersUseFor } from '../parked/say-dead-letters.ts';
import type { ServiceContext } from '../run/run-service.ts';
import { type BusinessCalendar, createBusinessCalendar } from '../time/business-calendar.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { openEventLog } from './open-event-log.ts';
import { waitUntilAvailable } from './wait-until-available.ts';

export interface PartsOptions {
  readonly config: BaseConfig;
  readonly context: Pick<ServiceContext, 'logger' | 'signal'>;
  /** What the service writes and reads, apart from its dead letters. */
  readonly uses: readonly CodecUse[];
  /** Who it is to whoever reads what could not be read here: `intake`, `gateway`, or the agency whose service it is. */
  readonly origin: string;
}

/** What a service reads and writes with. */
export interface Parts {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly calendar: BusinessCalendar;
  readonly db: Database;
  readonly log: EventLog;
  readonly codec: Codec;
  readonly publisher: Publisher;
}

/** Opens database, log and codec as the base configuration says. While log or registry are away it waits. Rejects with what no waiting mends. */
export async function openParts(options: PartsOptions): Promise<Parts> {
  const { config, context, origin } = options;
  const uses = [...options.uses, deadLettersUseFor(origin)];
  const { logger } = context;
  const clock = systemClock;
  const log = openLog(config, logger);
  const publisher = await waitUntilAvailable('log', context, () => createPublisher({ log }));
  const codec = await waitUntilAvailable('registry', context, () =>
    openCodec({ registryUrl: config.registryUrl, uses }),
  );
  const conclude = createDeadLetterSayer({ codec, publisher, clock, origin });
  const db = openDatabase({ url: config.databaseUrl, name: config.service, conclude });
  const calendar = createBusinessCalendar(config.businessDate, clock);
  return { logger, clock, calendar, db, log, codec, publisher };
}

const RETENTION_EVERY_MS = 60 * 60 * 1000;

/** The embedded log has no process of its own: whoever uses it removes what its topics need not keep. Brokers do that themselves. */
function openLog(config: BaseConfig, logger: Logger): EventLog {
  const settings = readLogSettings(config);
  const log = openEventLog(settings, config.service);
  if (settings.kind !== 'embedded') return log;
  const timer = setInterval(() => {
    log.applyRetention().catch((error: unknown) => {
      logger.warn({ code: codeOf(error) }, 'old records stay for another hour');
    });
  }, RETENTION_EVERY_MS);
  return {
    ...log,
    close() {
      clearInterval(timer);
      return log.close();
    },
  };
}

/** With Kafka a round is a request for each partition, and each of them costs the broker and its other clients, too. */
export const LINGER: Readonly<Record<BaseConfig['logKind'], LingerOptions>> = {
  embedded: {},
  kafka: { factor: 3, maxMs: 60 },
};
