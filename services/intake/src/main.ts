import { randomBytes } from 'node:crypto';
import { createKeyring } from '@told/identity';
import { createLogger, createTokenSource, openService, runService } from '@told/service';
import { createChangeReader } from './acceptance/read-change.ts';
import { addShowChange } from './changes/show-change.ts';
import { addTellChange } from './changes/tell-change.ts';
import { config } from './config.ts';
import { keepSecrets } from './identities/keep-secrets.ts';
import { createPersonReader } from './identities/read-person.ts';
import { addResolveIdentities } from './identities/resolve-route.ts';
import { createSubmissionHandler } from './submissions/answer-submissions.ts';

const submissionTopics = config.agencies.map((agency) => `told.submissions.${agency}`);
const resultTopics = config.agencies.map((agency) => `told.submission-results.${agency}`);
const identityRules = { mode: config.identityMode, areaSecrets: config.areaSecrets };

await runService({
  config,
  logger: createLogger(config),
  async start(context) {
    const parts = await openService({
      config,
      context,
      title: 'Told Once: intake',
      uses: [
        { topic: 'told.changes', schema: 'ClaimantChange' },
        { subject: 'told.changes-body', schema: 'ChangeBody' },
        ...submissionTopics.map((topic) => ({ topic, schema: 'Submission' as const })),
        ...resultTopics.map((topic) => ({ topic, schema: 'SubmissionResult' as const })),
      ],
      beforeRelay: ({ db }) => keepSecrets(db, createKeyring(config.areaSecrets)),
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
    const telling = addTellChange(http, ports);
    parts.stopBeforeConsumers(['changes', () => telling.drain()]);
    addShowChange(http, {
      db,
      gatewayUrl: config.gatewayUrl,
      token: createTokenSource({
        tokenUrl: config.authTokenUrl,
        clientId: config.clientId,
        clientSecret: config.clientSecret,
        audience: config.authAudience,
        scope: 'progress:read',
      }),
    });
    addResolveIdentities(http, {
      ...ports,
      reader: createPersonReader({ ...identityRules, random: randomBytes }),
      today: calendar.today,
    });
    await parts.consume({
      group: 'intake',
      topics: submissionTopics,
      handle: createSubmissionHandler(ports),
    });
    return parts.listen();
  },
});
