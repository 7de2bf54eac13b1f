import { randomBytes } from 'node:crypto';
import { loadAgreementTexts, readAgencyFiles } from '@told/agreements';
import { factFields } from '@told/codec';
import {
  addRetentionRoutes,
  createKeys,
  createLogger,
  createServiceCaller,
  createTokenSources,
  openService,
  recordAction,
  runService,
  waitUntilAvailable,
} from '@told/service';
import { addAgencyRoutes } from './agencies/routes.ts';
import { startAgencies } from './agencies/start-agencies.ts';
import { keepAgreements } from './agreements/keep-agreements.ts';
import { addAgreementRoutes } from './agreements/routes.ts';
import { config } from './config.ts';
import { connectDecisions } from './connect-decisions.ts';
import { createFindSubject } from './consents/find-subject.ts';
import { addConsentRoutes } from './consents/routes.ts';
import { createRecordHandler } from './consume-records.ts';
import { createDecider } from './decisions/create-decider.ts';
import { addErasureRoutes } from './erasures/routes.ts';
import { openIncidents } from './incidents/open-incidents.ts';
import { createPersonResolver } from './interests/resolve-persons.ts';
import { addInterestRoutes } from './interests/routes.ts';
import { addMatchRoutes } from './matches/routes.ts';
import { openReplays } from './replays/open-replays.ts';
import { closeWhileRestoring } from './restore/close-routes.ts';
import { keepNoting } from './restore/keep-noting.ts';
import { keepSettling } from './restore/keep-settling.ts';
import { ownTopics } from './restore/own-positions.ts';
import { restoreFromLog } from './restore/restore-from-log.ts';
import { createReadHeld } from './retention/ask-held.ts';
import { RETENTION_RULES } from './retention/rules.ts';
import { addSuspensionRoutes } from './suspensions/routes.ts';
import { CHANGES_TOPIC, codecUsesFor, outcomesTopicOf } from './topics.ts';
import { countAwaitingKeys } from './why/awaits-key.ts';
import { addWhyRoutes } from './why/routes.ts';

/** Whose actions its operators' and officers' are. */
const ORIGIN = 'gateway';
const TRACE_ID_BYTES = 16;
const createTraceId = (): string => randomBytes(TRACE_ID_BYTES).toString('hex');

await runService({
  config,
  logger: createLogger(config),
  async start(context) {
    const { agencies } = config;
    const keys = createKeys(config, { mayWrite: false });
    const { agreements, texts } = await loadAgreementTexts(config.agreementsDir, {
      set: config.agreementSet,
      facts: factFields,
    });
    const files = await readAgencyFiles(config.agenciesDir, factFields);
    const parts = await openService({
      config,
      context,
      title: 'Told Once: gateway',
      origin: ORIGIN,
      uses: codecUsesFor(agencies),
      engine: new URL('./engine.ts', import.meta.url),
      beforeRelay: (own) =>
        waitUntilAvailable('own-topics', context, async () => {
          await keepAgreements(own.db, agreements, texts);
          await restoreFromLog({ ...own, agencies, keys });
        }),
    });
    const { db, http, calendar, clock, codec } = parts;
    await waitUntilAvailable('database', context, () =>
      startAgencies({ db, clock, logger: context.logger }, files),
    );

    const {
      decisions,
      suspensions,
      interests: deciding,
    } = connectDecisions({
      ...parts,
      ...{ agreements, agencies, keys },
      moment: () => ({ businessDate: calendar.today(), nowMs: clock.nowMs() }),
    });
    // What an operator releases is handled here as the engine would have.
    parts.redriveBy(
      [CHANGES_TOPIC, ...agencies.map(outcomesTopicOf)],
      createRecordHandler({ codec, decide: createDecider(decisions) }),
    );
    const callIntake = createServiceCaller(config.intakeUrls, parts.senders.services);
    const tokenFor = createTokenSources(config, parts.senders.issuer);
    const resolve = createPersonResolver({
      call: callIntake,
      token: tokenFor('identities:resolve'),
      traceId: createTraceId,
    });
    parts.metrics.gauge({
      name: 'told_annulments_awaiting_key',
      help: 'Annulments of what was told under another key, kept until both are one person’s.',
      collect: () => countAwaitingKeys(db),
    });
    closeWhileRestoring(http, { db });
    const interests = addInterestRoutes(http, {
      ...parts,
      ...deciding,
      origin: ORIGIN,
      resolve,
      agencies: new Set(agencies),
      today: () => calendar.today(),
    });
    parts.stopBeforeConsumers(['interests', () => interests.drain()]);
    addMatchRoutes(http, { db, ...deciding, resolve, origin: ORIGIN });
    addAgreementRoutes(http, { agreements, calendar, suspensions });
    addSuspensionRoutes(http, {
      ...parts,
      ...{ agreements, agencies: new Set(agencies), origin: ORIGIN },
    });
    addConsentRoutes(http, {
      ...parts,
      ...{ agreements, agencies: new Set(agencies), findSubject: createFindSubject(resolve) },
    });
    addRetentionRoutes(http, {
      ...{ db, clock, rules: RETENTION_RULES },
      readHeld: createReadHeld(callIntake, tokenFor('holds:read')),
      record: (tx, action) => recordAction(tx, action, { ...parts, origin: ORIGIN }),
    });
    addErasureRoutes(http, { ...parts, lockFence: deciding.lockFence });
    addWhyRoutes(http, { db, agreements });
    addAgencyRoutes(http, {
      ...parts,
      ...{ suspensions, facts: factFields, running: new Set(agencies), origin: ORIGIN },
    });

    const replays = openReplays(http, {
      ...parts,
      ...{ decisions, agreements, agencies: new Set(agencies), origin: ORIGIN },
    });
    const incidents = openIncidents(http, {
      ...{ ...parts, agreements, interests: deciding, lockFence: deciding.lockFence },
      ...{ agencies: new Set(agencies), origin: ORIGIN },
    });
    const noting = keepNoting({ ...parts, topics: ownTopics(agencies), fail: context.fail });
    parts.stopBeforeConsumers(['notes', () => noting.stop()]);
    const settling = keepSettling({ db, decisions, logger: context.logger });
    parts.stopBeforeConsumers(['settling', () => settling.stop()]);
    parts.stopBeforeConsumers(['replays', () => replays.stop()]);
    parts.stopBeforeConsumers(['incidents', () => incidents.stop()]);
    await parts.startEngine();
    return parts.listen();
  },
});
