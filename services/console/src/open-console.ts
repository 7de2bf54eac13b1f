import { createHttpServer, type Health, type Logger, type Metrics, problem } from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { BackEnds } from './back-ends/calls.ts';
import { addChangePages } from './change/change-pages.ts';
import { addEntriesPages } from './entries/entries-pages.ts';
import { addAssets } from './frame/assets.ts';
import type { Frame } from './frame/frame.ts';
import { putFailure } from './frame/put-failure.ts';
import { acceptForms } from './frame/read-form.ts';
import { renderPages } from './frame/render-pages.ts';
import { addSecurityHeaders } from './frame/security-headers.ts';
import type { SignIn } from './frame/sign-in.ts';
import { addHomePages } from './home/home-pages.ts';
import { addReasonPage } from './home/reason-page.ts';
import { addLedgerPages } from './ledger/ledger-pages.ts';
import { addPersonPages } from './person/person-pages.ts';
import { addReconciliationPages } from './reconciliation/reconciliation-pages.ts';
import { addReplayPages } from './replays/replay-pages.ts';

export interface ConsoleOptions {
  readonly config: Parameters<typeof createHttpServer>[0]['config'] & {
    /** Where browsers reach it. */
    readonly consoleUrl: string;
    readonly agencies: readonly string[];
    /** A key of the ledger that is trusted, as it is published. */
    readonly ledgerPublicKey?: string | undefined;
  };
  readonly logger: Logger;
  readonly signIn: SignIn;
  readonly backEnds: BackEnds;
  readonly ready: Health;
  readonly metrics?: Metrics;
}

/** The console's pages on one server, which does not listen yet. */
export async function openConsole(options: ConsoleOptions): Promise<FastifyInstance> {
  const { config, signIn, backEnds } = options;
  const { origin, protocol } = new URL(config.consoleUrl);
  const isSecure = protocol === 'https:';
  const http = await createHttpServer({
    ...{ ...options, title: 'Told Once: console', putFailure, auth: NO_TOKENS },
  });
  const frame: Frame = { signIn, backEnds, isSecure, ownOrigin: origin };
  http.decorate('frame', frame);
  http.decorateRequest('signedIn', null);
  http.decorateRequest('reason', '');
  addSecurityHeaders(http, { formActions: signIn.formActions, isSecure });
  acceptForms(http);
  await renderPages(http);
  addAssets(http);
  signIn.addRoutes(http);
  addReasonPage(http);
  addHomePages(http, config.agencies);
  addPersonPages(http, config.agencies);
  addChangePages(http);
  addLedgerPages(http, { pinnedKey: config.ledgerPublicKey });
  addEntriesPages(http, config.agencies);
  addReconciliationPages(http, config.agencies);
  addReplayPages(http, config.agencies);
  return http;
}

/** People come with a session; nobody comes with a token. */
const NO_TOKENS = {
  verify: async () => {
    throw problem('unauthorized', { detail: 'The console takes no tokens.' });
  },
};
