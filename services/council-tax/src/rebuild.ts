import { runRebuild } from '@told/agency-sdk';
import { createCouncilTaxOffice } from './office.ts';

await runRebuild(createCouncilTaxOffice);
