import { createLogger, runService } from '@told/service';
import { readAgencies } from '../stack/infra.ts';
import { listClients } from './clients.ts';
import { config } from './config.ts';
import { startIssuer } from './start-issuer.ts';

// The development issuer as a process of its own, for whoever runs the services apart from each other.
const logger = createLogger({ service: 'issuer', logLevel: config.logLevel });

await runService({
  config,
  logger,
  async start() {
    const agencies = await readAgencies();
    const issuer = await startIssuer({
      dir: config.dir,
      clients: listClients(agencies),
      rotatable: agencies.map(({ id }) => id),
      host: config.host,
      port: config.port,
      name: config.issuerUrl,
      firstSecrets: config.clientSecrets,
      ...(config.consoleUrl !== undefined && { consoleUrl: config.consoleUrl }),
      onError: (error) => logger.error({ err: error }, 'a request for a token failed'),
    });
    return { url: issuer.issuer, stop: [['issuer', () => issuer.close()]] };
  },
});
