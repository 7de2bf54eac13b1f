import {
  createHealth,
  createLogger,
  createSenders,
  createServiceCaller,
  createTokenVerifier,
  listenHttp,
  runService,
} from '@told/service';
import { config } from './config.ts';
import { openConsole } from './open-console.ts';
import { openSignIn } from './sign-in/index.ts';

await runService({
  config,
  logger: createLogger(config),
  async start({ logger }) {
    const senders = await createSenders(config);
    const callerOf = (addresses: readonly string[]) =>
      createServiceCaller(addresses, senders.services);
    const http = await openConsole({
      ...{ config, logger, ready: createHealth() },
      signIn: openSignIn({
        ...{ config, fetch: senders.issuer },
        tokens: createTokenVerifier({ ...config, fetch: senders.issuer }),
      }),
      backEnds: {
        audit: callerOf(config.auditUrls),
        gateway: callerOf(config.gatewayUrls),
        intake: callerOf(config.intakeUrls),
      },
    });
    const url = await listenHttp(http, config);
    return { url, stop: [['http', () => http.close()]] };
  },
});
