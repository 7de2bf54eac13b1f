import { randomBytes } from 'node:crypto';
import { loadAgreements, readAgencyFiles } from '@told/agreements';
import { factFields } from '@told/codec';
import {
  createLogger,
  createTokenSource,
  openService,
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
import { createPersonResolver } from './interests/resolve-persons.ts';
import { addInterestRoutes } from './interests/routes.ts';
import { addMatchRoutes } from './matches/routes.ts';
import { keepNoting } from './restore/keep-noting.ts';
import { ownTopics } from './restore/own-positions.ts';
import { restoreFromLog } from './restore/restore-from-log.ts';
import { addSuspensionRoutes } from './suspensions/routes.ts';
import { CHANGES_TOPIC, codecUsesFor, outcomesTopicOf } from './topics.ts';
import { addWhyRoutes } from './why/routes.ts';

const TRACE_ID_BYTES = 16;
const createTraceId = (): string => randomBytes(TRACE_ID_BYTES).toString('hex');

await runService({
  config,
  logger: createLogger(config),
  async start(context) {
    const { agencies } = config;
    const agreements = await loadAgreements(config.agreementsDir, {
      set: config.agreementSet,
      facts: factFields,
    });
    const files = await readAgencyFiles(config.agenciesDir, factFields);
    const parts = await openService({
      config,
      context,
      title: 'Told Once: gateway',
      uses: codecUsesFor(agencies),
      beforeRelay: (own) =>
        waitUntilAvailable('own-topics', context, async () => {
          await keepAgreements(own.db, agreements);
          await restoreFromLog({ ...own, agencies });
        }),
    });
    const { db, http, codec, calendar, clock } = parts;
    await waitUntilAvailable('database', context, () =>
      startAgencies({ db, clock, logger: context.logger }, files),
    );

    const {
      decisions,
      suspensions,
      interests: deciding,
    } = connectDecisions({
      ...parts,
      ...{ agreements, agencies },
      moment: () => ({ businessDate: calendar.today(), nowMs: clock.nowMs() }),
    });
    const resolve = createPersonResolver({
      url: config.intakeUrl,
      token: createTokenSource({
        tokenUrl: config.authTokenUrl,
        clientId: config.clientId,
        clientSecret: config.clientSecret,
        audience: config.authAudience,
        scope: 'identities:resolve',
      }),
      traceId: createTraceId,
    });
    const interests = addInterestRoutes(http, {
      ...parts,
      ...deciding,
      resolve,
      agencies: new Set(agencies),
      today: () => calendar.today(),
    });
    parts.stopBeforeConsumers(['interests', () => interests.drain()]);
    addMatchRoutes(http, { db, ...deciding, resolve });
    addAgreementRoutes(http, { agreements, calendar, suspensions });
    addSuspensionRoutes(http, { ...parts, agreements, agencies: new Set(agencies) });
    addConsentRoutes(http, {
      ...parts,
      ...{ agreements, agencies: new Set(agencies), findSubject: createFindSubject(resolve) },
    });
    addWhyRoutes(http, { db });
    addAgencyRoutes(http, { ...parts, suspensions, facts: factFields, running: new Set(agencies) });

    const noting = keepNoting({ ...parts, topics: ownTopics(agencies), fail: context.fail });
    parts.stopBeforeConsumers(['notes', () => noting.stop()]);
    await parts.consume({
      group: 'gateway',
      topics: [CHANGES_TOPIC, ...agencies.map(outcomesTopicOf)],
      handle: createRecordHandler({ codec, decide: createDecider(decisions) }),
    });
    return parts.listen();
  },
});
