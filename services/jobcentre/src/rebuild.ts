import { runRebuild } from '@told/agency-sdk';
import { jobcentreOffice } from './office.ts';

await runRebuild(() => jobcentreOffice);
