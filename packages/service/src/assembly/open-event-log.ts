import { createPostgresLog, type RunningLog } from '@told/event-log';
import { createKafkaLog, pickAccess } from '@told/event-log-kafka';
import type { LogSettings } from '../config/log-settings.ts';
import { isWrittenByAgencies } from '../database/agency-topics.ts';

/** Opens the log that the settings name: the one place that chooses a driver. `clientId` names its user to whoever watches the log. */
export function openEventLog(settings: LogSettings, clientId: string): RunningLog {
  const options = { clientId, undigestedTopics: isWrittenByAgencies };
  switch (settings.kind) {
    case 'embedded':
      return createPostgresLog({ ...options, connectionString: settings.url });
    case 'kafka':
      return createKafkaLog({ ...options, ...pickAccess(settings) });
  }
}
