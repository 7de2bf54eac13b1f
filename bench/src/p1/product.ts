import {
  createHealth,
  createHttpServer,
  createLogger,
  createTokenVerifier,
  listenHttp,
} from '@told/service';
import { addTellChange } from '../../../services/intake/src/changes/tell-change.ts';
import { serve } from '../measure/serve.ts';
import { openIntakeParts } from './intake-parts.ts';
import { AGENCY } from './requests.ts';
import type { Work } from './work.ts';

const OUTBOX_RECORDS_MAX = 200_000;
/** Callers are never refused for being many. */
const RATE_LIMIT_PER_SECOND = 1_000_000;

serve<Work>(async ({ databaseUrl, issuer }) => {
  const parts = await openIntakeParts(databaseUrl);
  const http = await createHttpServer({
    config: { rateLimitPerSecond: RATE_LIMIT_PER_SECOND, authTokenUrl: issuer.tokenUrl },
    logger: createLogger({ service: 'intake', logLevel: 'info' }),
    title: 'Told Once: intake',
    auth: createTokenVerifier({
      authIssuer: issuer.issuer,
      authAudience: issuer.audience,
      authJwksUrl: issuer.jwksUrl,
    }),
    ready: createHealth(),
  });
  const accept = addTellChange(http, {
    ...parts,
    agencies: new Set([AGENCY]),
    outboxRecordsMax: OUTBOX_RECORDS_MAX,
  });
  return {
    url: await listenHttp(http, { host: '127.0.0.1', port: 0 }),
    async close() {
      await http.close();
      await accept.drain();
      await parts.close();
    },
  };
});
