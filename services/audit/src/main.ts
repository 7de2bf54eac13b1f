import { randomBytes } from 'node:crypto';
import {
  createLogger,
  createServiceCaller,
  createTokenSources,
  giveWay,
  openService,
  recordAction,
  runService,
  type ServiceCall,
  type Transaction,
  type WantedAction,
  waitUntilAvailable,
  watchProcessors,
} from '@told/service';
import { config } from './config.ts';
import { describeGap } from './entries/describe-gap.ts';
import { codecUsesFor } from './entries/read-records.ts';
import { addExportRoutes } from './exports/routes.ts';
import { createSigners } from './keys/ledger-keys.ts';
import { addKeyRoutes } from './keys/routes.ts';
import { appendEntries, readMarkKey } from './ledger/append-entries.ts';
import { appendRecords, BACKLOG } from './ledger/append-records.ts';
import { describeSigning, keepSigning } from './ledger/keep-signing.ts';
import { addLedgerRoutes } from './ledger/routes.ts';
import { createHeadSigner } from './ledger/sign-heads.ts';
import { addLookRoutes } from './looks/routes.ts';
import { createFindErased } from './openings/find-erased.ts';
import { keepForgetting } from './openings/keep-forgetting.ts';
import { addErasureState } from './openings/routes.ts';
import { createFindPerson } from './people/ask-intake.ts';
import { addFindPeople } from './people/find-route.ts';
import { reconcileRegularly } from './reconciliation/reconcile-regularly.ts';
import { addReconciliationRoutes } from './reconciliation/routes.ts';
import { addReferenceRoute } from './references/routes.ts';
import { openLedger } from './restore/open-ledger.ts';
import { createReadTold } from './subject-access/ask-told.ts';
import { addSubjectAccess } from './subject-access/route.ts';
import { addTimelineRoutes } from './timeline/routes.ts';
import { HEADS_TOPIC, HEADS_USE, listTopics } from './topics.ts';

/** Whose actions its operators' are. */
const ORIGIN = 'audit';
/**
 * Nobody waits for an entry, and each round costs what it costs whatever it brings: few large ones leave the machine to those who are waited for.
 * While that is busy they are small ones with a rest behind each, so that each second has a head to sign, and what is left is entered when there is
 * time for it.
 */
const LINGER = {
  ...{ factor: Number.POSITIVE_INFINITY, maxMs: 250 },
  ...{ worthwhileRecords: 200, restMs: 600 },
};
const RECORDS_WHILE_SHORT = 300;

/** Of the processor, too, it takes what those leave. */
const NICENESS = 10;

await giveWay(NICENESS);
const isShort = watchProcessors();
const topics = listTopics(config.agencies);

await runService({
  config,
  logger: createLogger(config),
  async start(context) {
    let ledgerId = config.ledgerId;
    const parts = await openService({
      config,
      context,
      title: 'Told Once: audit',
      origin: ORIGIN,
      uses: [...codecUsesFor(topics), HEADS_USE],
      async beforeRelay(own) {
        ledgerId = await waitUntilAvailable('ledger', context, async () => {
          const append = { randomBytes, markKey: await readMarkKey(own.db) };
          const privateKeys = config.ledgerKeys;
          return openLedger({ ...own, append, privateKeys }, config.ledgerId);
        });
      },
    });
    const { db, codec, http } = parts;
    const append = { randomBytes, markKey: await readMarkKey(db) };
    const signers = createSigners(ledgerId, config.ledgerKeys);
    addLedgerRoutes(http, { db });
    const looking = {
      db,
      findErased: createFindErased(db, append.markKey),
      record: (tx: Transaction, action: WantedAction) =>
        recordAction(tx, action, { ...parts, origin: ORIGIN }),
    };
    addKeyRoutes(http, { ...looking, append, signers, clock: parts.clock });
    addTimelineRoutes(http, looking);
    addErasureState(http, parts);
    addLookRoutes(http, looking);
    const callIntake = createServiceCaller(config.intakeUrls, parts.senders.services);
    const tokenFor = createTokenSources(config, parts.senders.issuer);
    const askIntake =
      (scope: string, token = tokenFor(scope)) =>
      <T>(path: string, call: ServiceCall) =>
        callIntake<T>(path, { ...call, token });
    const finding = { ...looking, findPerson: createFindPerson(askIntake('identities:resolve')) };
    addFindPeople(http, finding);
    addSubjectAccess(http, {
      ...parts,
      ...finding,
      readTold: createReadTold(askIntake('bodies:open')),
    });
    addReferenceRoute(http, { db });
    addExportRoutes(http, { db });
    const { agencies } = config;
    const reconciler = reconcileRegularly({ db, agencies, logger: parts.logger });
    addReconciliationRoutes(http, { db, reconciler, agencies, clock: parts.clock });
    const signing = keepSigning({
      ...context,
      signer: createHeadSigner({
        ...parts,
        signers,
        encodeHead: codec.encoder('Head', HEADS_TOPIC),
      }),
    });
    parts.stopBeforeConsumers(['heads', () => signing.stop()]);
    const forgetting = keepForgetting({ ...parts, markKey: append.markKey });
    parts.stopBeforeConsumers(['openings', () => forgetting.stop()]);
    parts.stopBeforeConsumers(['reconciliation', () => reconciler.stop()]);
    parts.health.add('ledger', async () => describeSigning(signing));
    const countGap = parts.metrics.counter({
      name: 'told_ledger_gaps_total',
      help: 'Holes that were found in the offsets of topics which keep everything.',
      labels: ['topic'],
    });
    parts.metrics.gauge({
      name: 'told_ledger_forked',
      help: '1 when what is kept of the ledger contradicts its last head.',
      collect: () => Number(signing.isForked()),
    });
    await parts.consume({
      group: 'audit',
      topics,
      linger: LINGER,
      takesAll: true,
      ...BACKLOG,
      // PostgreSQL's part of it gives way to nobody.
      goesAlone: isShort,
      recordsAtOnce: () => (isShort() ? RECORDS_WHILE_SHORT : Number.POSITIVE_INFINITY),
      async onGap(gap) {
        const { topic, partition, expected, next } = gap;
        parts.logger.error(
          { topic, partition, expected, next },
          'the log holds nothing where records should be',
        );
        countGap({ topic });
        await db.transaction((tx) => appendEntries(tx, [describeGap(gap)], append));
      },
      handle: (tx, records) => appendRecords(tx, records, { ...append, codec }),
    });
    return parts.listen();
  },
});
