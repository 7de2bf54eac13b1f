import { codecUsesOf, startOffice } from '@told/agency-sdk';
import { createLogger, openService, runService } from '@told/service';
import { config } from './config.ts';
import { jobcentreOffice } from './office.ts';

await runService({
  config,
  logger: createLogger(config),
  async start(context) {
    const { agency } = jobcentreOffice;
    const title = 'Told Once: JobCentre Plus';
    const uses = codecUsesOf(agency);
    const parts = await openService({ config, context, title, origin: agency, uses });
    await startOffice({ office: jobcentreOffice, parts, config });
    return parts.listen();
  },
});
