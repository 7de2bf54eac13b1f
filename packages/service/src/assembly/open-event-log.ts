import { createPostgresLog, type RunningLog } from '@told/event-log';
import { createKafkaLog } from '@told/event-log-kafka';
import type { LogSettings } from '../config/log-settings.ts';

/** Opens the log that the settings name: the one place that chooses a driver. `clientId` names its user to whoever watches the log. */
export function openEventLog(settings: LogSettings, clientId: string): RunningLog {
  switch (settings.kind) {
    case 'embedded':
      return createPostgresLog({ connectionString: settings.url, clientId });
    case 'kafka':
      return createKafkaLog({ brokers: settings.brokers, clientId });
  }
}
