import type { StoredRecord } from '@told/event-log';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { foldPortion } from '../src/reconciliation/fold-ledger.ts';
import { type Reconciler, reconcileRegularly } from '../src/reconciliation/reconcile-regularly.ts';
import type { Counts, DayRow } from '../src/reconciliation/report-queries.ts';
import { addReconciliationRoutes } from '../src/reconciliation/routes.ts';
import { openLedger } from '../src/restore/open-ledger.ts';
import { openAuditHttp } from './audit-http.ts';
import { createHistory, type History } from './make-history.ts';
import { AGENCIES, LEDGER_ID, openTestAudit, type TestAudit } from './open-audit.ts';

const TODAY = '2010-06-30T12:00:00Z';
const NEVER_MS = 2 ** 31 - 1;
const TABLES = [
  ...['entry', 'node', 'head', 'ledger', 'outbox', 'reconciled_ledger', 'reconciled_change'],
  ...['reconciled_release', 'reconciled_day', 'reconciled_fault'],
];

export interface Report {
  readonly ledgerId: string;
  readonly size: number;
  readonly behind: number;
  readonly balanced: boolean;
  readonly totals: Counts;
  readonly kinds: Readonly<Record<string, number>>;
  readonly items: readonly DayRow[];
}

export interface ListedDifference {
  readonly kind: string;
}

export interface TestReconciliation {
  readonly audit: TestAudit;
  readonly http: FastifyInstance;
  readonly history: History;
  readonly reconciler: Reconciler;
  /** Takes everything out, and begins a ledger. */
  clear(): Promise<void>;
  /** Enters records as the consumer does, and signs a head over them. */
  enter(...records: readonly StoredRecord[]): Promise<void>;
  sign(ledgerId?: string): Promise<void>;
  fold(portion?: number): Promise<void>;
  report(query?: string): Promise<Report>;
  list(query?: string): Promise<readonly ListedDifference[]>;
  /** Of all differences, sorted. */
  kinds(): Promise<readonly string[]>;
  get(path: string, scope?: string): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

/** Audit's reconciliation with its routes, over a database of its own. */
export async function openReconciliation(): Promise<TestReconciliation> {
  const audit = await openTestAudit();
  const { db } = audit;
  const http = await openAuditHttp();
  const history = createHistory(audit.codec);
  const reconciler = reconcileRegularly({
    ...{ db, agencies: AGENCIES, lookEveryMs: NEVER_MS },
    logger: { warn: () => undefined } as never,
  });
  const clock = { nowMs: () => Date.parse(TODAY) };
  addReconciliationRoutes(http, { db, reconciler, agencies: AGENCIES, clock });
  await http.ready();
  const sign = async (ledgerId = LEDGER_ID): Promise<void> => {
    await audit.signerFor(ledgerId).sign();
  };
  const get: TestReconciliation['get'] = (path, scope = 'audit:read') =>
    http.inject({
      url: path,
      headers: { authorization: `Bearer ${Buffer.from(scope).toString('base64url')}` },
    });
  const list: TestReconciliation['list'] = async (query = '') =>
    (await get(`/v1/reconciliation/differences${query}`)).json().items;
  return {
    ...{ audit, http, history, reconciler, sign, get, list },
    report: async (query = '') => (await get(`/v1/reconciliation${query}`)).json(),
    kinds: async () => (await list()).map(({ kind }) => kind).sort(),
    async clear() {
      await audit.asOwner(`TRUNCATE ${TABLES.join(', ')}`);
      await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
    },
    async enter(...records) {
      await audit.enter(await history.read(records));
      await sign();
    },
    async fold(portion) {
      while ((await foldPortion(db, new Set(AGENCIES), portion)) > 0);
    },
    async close() {
      await reconciler.stop();
      await http.close();
      await audit.close();
    },
  };
}
