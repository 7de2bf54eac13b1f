import type { IdentityMode } from '@told/identity';
import type { ServiceParts } from '@told/service';
import { outcomesTopic } from '../outcome-record.ts';
import type { Moment } from '../received-releases.ts';
import { momentOf, runAgency } from '../run-agency.ts';
import { submissionsTopic } from '../submit-changes.ts';
import { addOpenCases } from './bulk-route.ts';
import { addReadCases, addRecordChange } from './case-routes.ts';
import { addDecide } from './decision-route.ts';
import type { Office } from './office.ts';
import { defineOffice } from './office-agency.ts';
import { addListTasks } from './task-route.ts';

export interface StartOfficeOptions {
  readonly office: Office;
  /** Opened with `codecUsesOf(office.agency)`. */
  readonly parts: Pick<
    ServiceParts,
    | 'calendar'
    | 'clock'
    | 'codec'
    | 'consume'
    | 'db'
    | 'http'
    | 'logger'
    | 'publisher'
    | 'stopBeforeConsumers'
  >;
  readonly config: { readonly identityMode: IdentityMode; readonly outboxRecordsMax: number };
}

/** Puts an office to work: its case routes, and its place on the bus. */
export async function startOffice({
  office,
  parts,
  config,
}: StartOfficeOptions): Promise<{ readonly moment: () => Moment }> {
  const { agency } = office;
  const { http, db, codec, publisher } = parts;
  const { outboxRecordsMax, identityMode } = config;
  const moment = momentOf(parts);
  const encode = codec.encoder('Submission', submissionsTopic(agency));
  const submitter = { agency, publisher, encode };
  const ports = { office, db, submitter, moment, outboxRecordsMax };
  addReadCases(http, ports);
  addListTasks(http, { office, db, codec });
  const answerer = { agency, publisher, encode: codec.encoder('Outcome', outcomesTopic(agency)) };
  addDecide(http, { ...ports, codec, answerer });
  const recording = addRecordChange(http, ports);
  parts.stopBeforeConsumers(['commands', () => recording.drain()]);
  await addOpenCases(http, { ...ports, identityMode });
  await runAgency({ ...parts, definition: defineOffice(office) });
  return { moment };
}
