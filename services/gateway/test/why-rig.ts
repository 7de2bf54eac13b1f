import { keepConsent } from '../src/consents/keep-consent.ts';
import { interestIdOf } from '../src/ids.ts';
import { type HttpGateway, openHttpGateway } from './http-gateway.ts';
import { openTestGateway, type TestGateway, type WantedInterest } from './open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from './people.ts';

export const COUNCIL = 'central-bedfordshire';

/** A person nobody has met yet, with a council's case of her own. */
export interface WhyCase {
  readonly asha: TestPerson;
  readonly ctb: string;
  readonly interestId: string;
  register(more?: Partial<WantedInterest>): Promise<void>;
  /** A change, numbered from 1. */
  tell(sequence?: number, more?: Parameters<typeof makeChange>[2]): Promise<void>;
  consent(action: 'given' | 'withdrawn', recipient?: string): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers; each test says what it expects
  why(sequence?: number, agency?: string, caller?: string): Promise<any>;
  /** The last of its answers, and the whole in a sentence. */
  answerOf(
    sequence?: number,
    agency?: string,
    caller?: string,
    // biome-ignore lint/suspicious/noExplicitAny: as above
  ): Promise<any>;
}

export interface WhyRig {
  readonly gateway: TestGateway;
  begin(): Promise<WhyCase>;
  close(): Promise<void>;
}

/** A gateway that is asked why, over HTTP. */
export async function openWhyRig(): Promise<WhyRig> {
  const gateway = await openTestGateway();
  const http = await openHttpGateway(gateway);
  let number = 0;
  return {
    gateway,
    async begin() {
      number += 1;
      await gateway.emptyOutbox();
      return describeCase(gateway, http, number);
    },
    async close() {
      await http.close();
      await gateway.close();
    },
  };
}

function describeCase(gateway: TestGateway, http: HttpGateway, number: number): WhyCase {
  const asha = makePerson(number);
  const ctb = `CTB-${number}`;
  const why: WhyCase['why'] = async (sequence = 1, agency = COUNCIL, caller = 'auditor') => {
    const { changeId } = makeChange(asha, sequence).change;
    return (await http.call(caller, `GET /v1/why/${changeId}/${agency}`)).body;
  };
  return {
    ...{ asha, ctb, why },
    interestId: interestIdOf(COUNCIL, 'ctb-claimant', ctb),
    register: (more) => gateway.register({ person: asha, caseReference: ctb, ...more }),
    tell: (sequence = 1, more = {}) => gateway.decide(makeChange(asha, sequence, more)),
    consent: (action, recipient = COUNCIL) =>
      gateway.db.transaction((tx) =>
        keepConsent(
          tx,
          {
            ...{ subjectKey: subjectKeyOf(asha), recipient, purpose: 'pre-filling-forms' },
            ...{ action, on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
          },
          gateway.interests,
        ),
      ),
    async answerOf(...asked) {
      const body = await why(...asked);
      const last = body.recipients.at(-1);
      return { ...last, code: last.reason?.code ?? null, sentence: body.sentence };
    },
  };
}
