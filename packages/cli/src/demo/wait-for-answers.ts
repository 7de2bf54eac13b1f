import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseAnswer } from '../case-answer.ts';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import type { WhyAnswer, WhyRecipient } from '../why-answer.ts';
import { COUNCIL_OFFICE } from './world.ts';

const PATIENCE_MS = 30_000;
const LOOK_MS = 25;

export const showCase = (
  office: Connection,
  service: string,
  caseReference: string,
): Promise<CaseAnswer> => office.call<CaseAnswer>(service, `/v1/cases/${caseReference}`);

export const hasOutcome = ({ recipients }: WhyAnswer): boolean =>
  recipients.some(({ outcomes = [] }) => outcomes.length > 0);

/** Asks until the gateway has decided, and the answer is as far as wanted. Throws when another verdict comes, or none in time. */
export function waitForWhy(
  as: (agency: string) => Connection,
  changeId: string,
  agency: string,
  verdict: WhyRecipient['verdict'],
  isFarEnough: (answer: WhyAnswer) => boolean = () => true,
): Promise<WhyAnswer> {
  return waitFor(`${verdict} for ${agency}`, async () => {
    const answer = await as('auditor')
      .call<WhyAnswer>('gateway', `/v1/why/${changeId}/${agency}`)
      .catch((error: unknown) => {
        if (error instanceof CliError && error.exit === 'refused') return undefined;
        throw error;
      });
    if (answer === undefined || !isFarEnough(answer)) return undefined;
    const verdicts = answer.recipients.map((one) => one.verdict);
    if (verdicts.includes(verdict)) return answer;
    throw new CliError(
      'unsound',
      `the gateway decided ${verdicts.join()} where the law says ${verdict}`,
    );
  });
}

type Entry = CaseAnswer['history'][number] & { readonly changeId: string };

export function waitForEntry(
  office: Connection,
  caseReference: string,
  fact: string,
): Promise<{ readonly answer: CaseAnswer; readonly entry: Entry }> {
  return waitFor(`${fact} on ${caseReference}`, async () => {
    const answer = await showCase(office, COUNCIL_OFFICE, caseReference);
    const entry = answer.history.find((one) => one.fact === fact) as Entry | undefined;
    return entry === undefined ? undefined : { answer, entry };
  });
}

async function waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      throw new CliError(
        'unsound',
        `the story waited ${PATIENCE_MS / 1000} s for ${what}; see "told doctor"`,
      );
    }
    await sleep(LOOK_MS);
  }
}
