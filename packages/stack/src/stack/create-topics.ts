import type { Agency } from '@told/agreements';
import { type LogSettings, openEventLog } from '@told/service';
import { readTopics } from './infra.ts';

/** The deploy step: every topic of infra that the log does not have yet. Needs a login that may create topics. */
export async function createTopics(where: LogSettings, agencies: readonly Agency[]): Promise<void> {
  const log = openEventLog(where, 'told-stack');
  try {
    await log.createTopics(readTopics(agencies));
  } finally {
    await log.close();
  }
}
