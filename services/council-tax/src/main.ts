import { codecUsesOf, startOffice } from '@told/agency-sdk';
import { createLogger, openService, runService } from '@told/service';
import { addRecordProperties } from './accounts/record-properties.ts';
import { config } from './config.ts';
import { createCouncilTaxOffice } from './office.ts';

await runService({
  config,
  logger: createLogger(config),
  async start(context) {
    const office = createCouncilTaxOffice(config.agency);
    const { agency } = office;
    const title = `Told Once: council tax benefit, ${agency}`;
    const uses = codecUsesOf(agency);
    const parts = await openService({ config, context, title, origin: agency, uses });
    const { moment } = await startOffice({ office, parts, config });
    await addRecordProperties(parts.http, { agency, db: parts.db, moment });
    return parts.listen();
  },
});
