import path from 'node:path';
import { type AgreementSet, loadAgreements, readAgencyFiles } from '@told/agreements';
import { type Codec, createLocalSource, factFields, openCodecFrom } from '@told/codec';
import { createPostgresLog, type RunningLog } from '@told/event-log';
import {
  createFileKeys,
  createPublisher,
  type Database,
  openDatabase,
  type Publisher,
} from '@told/service';
import {
  type ConnectedDecisions,
  connectDecisions,
} from '../../../services/gateway/src/connect-decisions.ts';
import { codecUsesFor } from '../../../services/gateway/src/topics.ts';
import { ROOT } from '../places.ts';

/** A database of the gateway's and one of the log's. */
export type Places = {
  readonly gatewayUrl: string;
  readonly logUrl: string;
  /** What the bodies are sealed with; undefined: they are in clear. */
  readonly keys?: KeyPlaces | undefined;
};

export type KeyPlaces = { readonly file: string; readonly masterKeyFile: string };

export type GatewayParts = ConnectedDecisions & {
  readonly db: Database;
  readonly log: RunningLog;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly agreements: AgreementSet;
  close(): Promise<void>;
};

export const AGENCIES = ['central-bedfordshire', 'jobcentre', 'luton'];
export const USES = codecUsesFor(AGENCIES);
const INFRA = path.join(ROOT, 'infra');
export const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Stands still, so that whoever does the work leaves the same bytes. */
export const CLOCK = { nowMs: () => Date.parse('2010-05-13T10:00:00Z') };
const BUSINESS_DATE = '2010-05-13';

export const loadShipped = (): Promise<AgreementSet> =>
  loadAgreements(path.join(INFRA, 'agreements'), { set: '2010', facts: factFields });

export const readFiles = () => readAgencyFiles(path.join(INFRA, 'agencies'), factFields);

/** What the gateway's program puts together, without HTTP. The topics are there. */
export async function openGatewayParts(places: Places): Promise<GatewayParts> {
  const { gatewayUrl, logUrl } = places;
  const keys = places.keys && createFileKeys({ ...places.keys, mayWrite: false });
  const db = openDatabase({ url: gatewayUrl, name: 'gateway' });
  const log = createPostgresLog({ connectionString: logUrl, clientId: 'gateway' });
  const agreements = await loadShipped();
  const codec = await openCodecFrom(createLocalSource(), USES);
  const publisher = await createPublisher({ log });
  const connected = connectDecisions({
    ...{ db, codec, publisher, keys, agreements, clock: CLOCK, agencies: AGENCIES },
    moment: () => ({ businessDate: BUSINESS_DATE, nowMs: CLOCK.nowMs() }),
  });
  return {
    ...connected,
    ...{ db, log, codec, publisher, agreements },
    async close() {
      keys?.close();
      await db.close();
      await log.close();
    },
  };
}
