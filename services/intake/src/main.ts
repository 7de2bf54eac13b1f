import { randomBytes } from 'node:crypto';
import { createKeyring } from '@told/identity';
import {
  addRetentionRoutes,
  createKeys,
  createLogger,
  createOpenBodies,
  createSealBodies,
  createServiceCaller,
  createTokenSources,
  openService,
  recordAction,
  runService,
  WITHOUT_KEYS,
  waitUntilAvailable,
} from '@told/service';
import { createChangeReader } from './acceptance/read-change.ts';
import { addBulkChanges } from './changes/bulk-route.ts';
import { addShowChange } from './changes/show-change.ts';
import { addTellChange } from './changes/tell-change.ts';
import { config } from './config.ts';
import { destroyAgain, keepErasing } from './erasures/keep-erasing.ts';
import { keepKeyStore } from './erasures/keep-key-store.ts';
import { addErasures } from './erasures/routes.ts';
import { addHolds } from './holds/routes.ts';
import { keepSecrets } from './identities/keep-secrets.ts';
import { createPersonReader } from './identities/read-person.ts';
import { addResolveIdentities } from './identities/resolve-route.ts';
import { addKeyRoutes } from './master-key/routes.ts';
import { addRepublish } from './republish/routes.ts';
import { keepNoting } from './restore/own-positions.ts';
import { restoreFromLog } from './restore/restore-from-log.ts';
import { RETENTION_RULES } from './retention/rules.ts';
import { addRevealChange } from './reveal/routes.ts';
import { addReadTold } from './subject-access/told-route.ts';
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
    const keys = createKeys(config, { mayWrite: true });
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
        await waitUntilAvailable('keys', context, async () => {
          await keepKeyStore(own.db, keys);
          await destroyAgain(own.db, keys);
        });
        await waitUntilAvailable('told.changes', context, () => restoreFromLog(own));
      },
    });
    const { codec, db, http, calendar } = parts;
    const ports = {
      ...parts,
      readChange: createChangeReader({ ...identityRules, today: calendar.today }),
      encodeChange: codec.encoder('ClaimantChange', 'told.changes'),
      encodeBody: codec.encoder('ChangeBody', 'told.changes-body'),
      sealBodies: keys && createSealBodies(keys),
      agencies: new Set(config.agencies),
      outboxRecordsMax: config.outboxRecordsMax,
    };
    const accept = addTellChange(http, ports);
    parts.stopBeforeConsumers(['changes', () => accept.drain()]);
    await addBulkChanges(http, ports, accept);
    addRepublish(http, { ...ports, origin: ORIGIN, elapsedMs: () => performance.now() });
    const callGateway = createServiceCaller(config.gatewayUrls, parts.senders.services);
    const tokenFor = createTokenSources(config, parts.senders.issuer);
    addShowChange(http, { db, callGateway, token: tokenFor('progress:read') });
    const reader = createPersonReader({ ...identityRules, random: randomBytes });
    addResolveIdentities(http, { ...ports, reader, today: calendar.today });
    addRevealChange(http, {
      ...{ ...parts, origin: ORIGIN },
      openBodies: createOpenBodies(keys ?? WITHOUT_KEYS),
    });
    const erasing = { ...parts, origin: ORIGIN, callGateway, token: tokenFor('erasures:tell') };
    addErasures(http, { ...erasing, keys, reader });
    addHolds(http, { ...erasing, reader });
    addRetentionRoutes(http, {
      ...{ db, rules: RETENTION_RULES, clock: parts.clock },
      record: (tx, action) => recordAction(tx, action, { ...parts, origin: ORIGIN }),
    });
    addReadTold(http, { ...parts, openBodies: createOpenBodies(keys ?? WITHOUT_KEYS) });
    addKeyRoutes(http, {
      ...{ db, keys, clock: parts.clock },
      record: (tx, action) => recordAction(tx, action, { ...parts, origin: ORIGIN }),
    });
    if (keys !== undefined) {
      const erasures = keepErasing({ ...erasing, keys, logger: context.logger });
      parts.stopBeforeConsumers(['erasures', () => erasures.stop()]);
    }
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
