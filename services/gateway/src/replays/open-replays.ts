import type { AgreementSet } from '@told/agreements';
import type { EventLog } from '@told/event-log';
import type { ActionPorts, BusinessCalendar, Database, Logger } from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { Decisions } from '../decisions/open-decisions.ts';
import { DECISIONS_TOPIC } from '../topics.ts';
import { keepReplaying } from './keep-replaying.ts';
import { createLawBook } from './law-book.ts';
import { addReplayRoutes } from './routes.ts';
import type { ReplayPorts } from './run-replay.ts';

export interface OpenReplayPorts extends ActionPorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly calendar: BusinessCalendar;
  readonly logger: Logger;
  readonly decisions: Decisions;
  readonly agreements: AgreementSet;
  readonly agencies: ReadonlySet<string>;
}

/** The routes of replays, and whoever runs them until it is stopped. */
export function openReplays(
  http: FastifyInstance,
  ports: OpenReplayPorts,
): { stop(): Promise<void> } {
  const connected = connectReplays(ports);
  addReplayRoutes(http, { ...ports, law: connected.law });
  return keepReplaying({ ...ports, ...connected });
}

/** What replays need beside what the gateway has: the law of any time, and the record that a decision is said in. */
export function connectReplays({
  codec,
  calendar,
  clock,
  decisions,
  agreements,
  agencies,
}: Omit<OpenReplayPorts, 'logger' | 'log'>): Pick<
  ReplayPorts,
  'present' | 'encode' | 'openBodies'
> & {
  readonly law: ReturnType<typeof createLawBook>;
} {
  const law = createLawBook();
  const { subjects, openBodies } = decisions;
  return {
    ...{ law, openBodies },
    encode: codec.encoder('Decision', DECISIONS_TOPIC),
    present: () => ({
      ...{ agreements, agencies, subjects, law },
      businessDate: calendar.today(),
      nowMs: clock.nowMs(),
    }),
  };
}
