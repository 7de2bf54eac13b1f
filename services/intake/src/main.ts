import { randomBytes } from 'node:crypto';
import { createKeyring } from '@told/identity';
import {
  createLogger,
  createServiceCaller,
  createTokenSource,
  openService,
  runService,
  waitUntilAvailable,
} from '@told/service';
import { createChangeReader } from './acceptance/read-change.ts';
import { addBulkChanges } from './changes/bulk-route.ts';
import { addShowChange } from './changes/show-change.ts';
import { addTellChange } from './changes/tell-change.ts';
import { config } from './config.ts';
import { keepSecrets } from './identities/keep-secrets.ts';
import { createPersonReader } from './identities/read-person.ts';
import { addResolveIdentities } from './identities/resolve-route.ts';
import { addRepublish } from './republish/routes.ts';
import { keepNoting } from './restore/own-positions.ts';
import { restoreFromLog } from './restore/restore-from-log.ts';
import { createSubmissionHandler } from './submissions/answer-submissions.ts';

const submissionTopics = config.agencies.map((agency) => `told.submissions.${agency}`);
const resultTopics = config.agencies.map((agency) => `told.submission-results.${agency}`);
/** Whose actions its operators' are. */
const ORIGIN = 'intake';
const identityRules = { mode: config.identityMode, areaSecrets: config.areaSecrets };

await runService({
  config,
  logger: createLogger(config),
  async start(context) {
    const parts = await openService({
      config,
      context,
      title: 'Told Once: intake',
      origin: ORIGIN,
      uses: [
        { topic: 'told.changes', schema: 'ClaimantChange' },
        { subject: 'told.changes-body', schema: 'ChangeBody' },
        ...submissionTopics.map((topic) => ({ topic, schema: 'Submission' as const })),
        ...resultTopics.map((topic) => ({ topic, schema: 'SubmissionResult' as const })),
      ],
      async beforeRelay(own) {
        await keepSecrets(own.db, createKeyring(config.areaSecrets));
        await waitUntilAvailable('told.changes', context, () => restoreFromLog(own));
      },
    });
    const { codec, db, http, calendar } = parts;
    const ports = {
      ...parts,
      readChange: createChangeReader({ ...identityRules, today: calendar.today }),
      encodeChange: codec.encoder('ClaimantChange', 'told.changes'),
      encodeBody: codec.encoder('ChangeBody', 'told.changes-body'),
      agencies: new Set(config.agencies),
      outboxRecordsMax: config.outboxRecordsMax,
    };
    const accept = addTellChange(http, ports);
    parts.stopBeforeConsumers(['changes', () => accept.drain()]);
    await addBulkChanges(http, ports, accept);
    addRepublish(http, { ...ports, origin: ORIGIN, elapsedMs: () => performance.now() });
    addShowChange(http, {
      db,
      callGateway: createServiceCaller(config.gatewayUrls, parts.senders.services),
      token: createTokenSource({
        tokenUrl: config.authTokenUrl,
        clientId: config.clientId,
        clientSecret: config.clientSecret,
        audience: config.authAudience,
        scope: 'progress:read',
        fetch: parts.senders.issuer,
      }),
    });
    addResolveIdentities(http, {
      ...ports,
      reader: createPersonReader({ ...identityRules, random: randomBytes }),
      today: calendar.today,
    });
    const noting = keepNoting(parts);
    parts.stopBeforeConsumers(['notes', () => noting.stop()]);
    await parts.consume({
      group: 'intake',
      topics: submissionTopics,
      handle: createSubmissionHandler(ports),
    });
    return parts.listen();
  },
});
