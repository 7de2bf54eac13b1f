import {
  createHealth,
  createLogger,
  createSenders,
  createServiceCaller,
  listenHttp,
  runService,
} from '@told/service';
import { config } from './config.ts';
import { WITHOUT_SIGN_IN } from './frame/without-sign-in.ts';
import { openConsole } from './open-console.ts';

await runService({
  config,
  logger: createLogger(config),
  async start({ logger }) {
    const senders = await createSenders(config);
    const callerOf = (addresses: readonly string[]) =>
      createServiceCaller(addresses, senders.services);
    const http = await openConsole({
      ...{ config, logger, signIn: WITHOUT_SIGN_IN, ready: createHealth() },
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
