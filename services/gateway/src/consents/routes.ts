import { type AgreementSet, consentRecipients } from '@told/agreements';
import type { Person } from '@told/codec';
import {
  type BusinessCalendar,
  type Database,
  type FieldErrorCode,
  isProblemCode,
  type Problem,
  problem,
  requireScope,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { TakeBackPorts } from '../releases/take-back.ts';
import type { WantedConsent } from './consent.ts';
import {
  type ConsentJson,
  givingSchema,
  recordedSchema,
  withdrawingSchema,
} from './consent-schemas.ts';
import { type FindSubject, NOBODY } from './find-subject.ts';
import { keepConsent } from './keep-consent.ts';
import { addConsentReads } from './read-routes.ts';

export interface ConsentRoutePorts extends TakeBackPorts {
  readonly db: Database;
  readonly calendar: BusinessCalendar;
  readonly agreements: AgreementSet;
  readonly findSubject: FindSubject;
  /** The agencies of the bus, as callers and as recipients. */
  readonly agencies: ReadonlySet<string>;
}

const PROBLEMS = [
  'unknown-agency',
  'person-unknown',
  'date-in-future',
  'nino-malformed',
  'nino-temporary',
  'nino-administrative',
  'nino-prefix',
  'nino-foreign-mode',
  'dependency-unavailable',
] as const;

/** Giving, withdrawing and reading consents. Any agency may record what a person told it. */
export function addConsentRoutes(http: FastifyInstance, ports: ConsentRoutePorts): void {
  addGive(http, ports);
  addWithdraw(http, ports);
  addConsentReads(http, ports);
}

function addGive(http: FastifyInstance, ports: ConsentRoutePorts): void {
  http.post<{ Body: ConsentJson }>(
    '/v1/consents',
    {
      onRequest: requireScope('consents:write'),
      schema: {
        operationId: 'giveConsent',
        summary:
          'Record that a person lets a recipient have what rests on consent, for one purpose',
        description:
          'It counts for what is decided from now on. The same again changes nothing; with another last day, it is changed, and given before what stands, it changes nothing. On the day of a withdrawal, or before, it does not revive unless it `renews` what was withdrawn that day.',
        body: givingSchema,
        response: { 200: { description: 'Recorded.', ...recordedSchema } },
      },
      config: {
        problems: [
          ...PROBLEMS,
          'purpose-unknown',
          'recipient-not-served',
          'date-order',
          'withdrawn-since',
        ],
      },
    },
    async (request) => {
      const { body, caller } = request;
      const until = body.until ?? null;
      if (until !== null && until < body.on) {
        throw faultAt('/until', 'date-order', 'must not be before on');
      }
      const wanted = await readWanted(caller.agency, { ...body, until, action: 'given' }, ports);
      const kept = await ports.db.transaction((tx) => keepConsent(tx, wanted, ports));
      if (kept.kind === 'withdrawn-since') throw faultAt('/on', 'withdrawn-since');
      return describeRecorded(kept.consent.consentId, wanted);
    },
  );
}

function addWithdraw(http: FastifyInstance, ports: ConsentRoutePorts): void {
  http.post<{ Body: ConsentJson }>(
    '/v1/consents/withdraw',
    {
      onRequest: requireScope('consents:write'),
      schema: {
        operationId: 'withdrawConsent',
        summary: 'Record that a person withdraws a consent, at once',
        description:
          'The answer is the same whether a consent stood or not. What has not left is taken out of the releases that wait; what has left is followed by a release that takes it back. What rests on another basis stays.',
        body: withdrawingSchema,
        response: { 200: { description: 'Recorded.', ...recordedSchema } },
      },
      config: { problems: [...PROBLEMS] },
    },
    async (request) => {
      const { body, caller } = request;
      const asked = { ...body, until: null, action: 'withdrawn' } as const;
      const wanted = await readWanted(caller.agency, asked, ports);
      const { consent } = await ports.db.transaction((tx) => keepConsent(tx, wanted, ports));
      return describeRecorded(consent.consentId, wanted);
    },
  );
}

/** A consent that no agreement rests on would give nothing, and whoever took it would think otherwise. */
function requireAgreement({ purpose, recipient }: ConsentJson, ports: ConsentRoutePorts): void {
  const recipients = consentRecipients(ports.agreements, ports.calendar.today()).get(purpose);
  if (recipients === undefined) throw faultAt('/purpose', 'purpose-unknown');
  if (!recipients.has(recipient)) throw faultAt('/recipient', 'recipient-not-served');
}

/** Checks what can be checked without the person, and then asks who it is. */
async function readWanted(
  agency: string,
  asked: ConsentJson & Pick<WantedConsent, 'action' | 'until'>,
  ports: ConsentRoutePorts,
): Promise<WantedConsent> {
  const { recipient, purpose, action, on, until, renews = false } = asked;
  if (!ports.agencies.has(agency)) throw problem('unknown-agency');
  if (!ports.agencies.has(recipient)) throw faultAt('/recipient', 'unknown-agency');
  if (action === 'given') requireAgreement(asked, ports);
  if (on > ports.calendar.today()) throw faultAt('/on', 'date-in-future');
  if ((asked.person === undefined) === (asked.caseReference === undefined)) {
    throw faultAt('', 'shape', 'names the person by person or by caseReference, and not by both');
  }
  const subjectKey = await ports.findSubject({
    agency,
    caseReference: asked.caseReference ?? null,
    person: asked.person === undefined ? null : completePerson(asked.person),
  });
  return { subjectKey, recipient, purpose, action, on, until, renews, recordedBy: agency };
}

const completePerson = (person: Partial<Person>): Person => ({ ...NOBODY, ...person });

/** What was asked, so that the answer to a withdrawal does not tell what stood before. */
const describeRecorded = (consentId: string, wanted: WantedConsent) => ({
  consentId,
  action: wanted.action,
  recipient: wanted.recipient,
  purpose: wanted.purpose,
  on: wanted.on,
  until: wanted.until,
});

function faultAt(pointer: string, code: FieldErrorCode, detail?: string): Problem {
  const errors = [{ pointer, code, ...(detail === undefined ? {} : { detail }) }];
  return problem(isProblemCode(code) ? code : 'invalid-request', { errors });
}
