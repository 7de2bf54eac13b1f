import type { Fact, IsoDate } from '@told/benefits';
import { checkChange, completeChange } from '@told/codec';
import { type CaseFault, listFaults } from './case-fault.ts';
import { checkPay, findNet } from './check-case.ts';
import type { PlainCase, PlainFact } from './plain-case.ts';

/** No business date bounds a worked example: the last day that the schema takes. */
const LAST_DAY = '2099-12-31';

/** The rules between the fields of each notice: the same as at the bus's door, and those of a worked example. */
export function checkFacts(
  { facts = [] }: PlainCase,
  claimantBirthDate: IsoDate | null,
): readonly CaseFault[] {
  const found = listFaults();
  const seen = new Map<string, string>();
  for (const [index, fact] of facts.entries()) {
    const pointer = `/facts/${index}`;
    const change = completeFact(fact, claimantBirthDate);
    for (const fault of checkChange(change, LAST_DAY)) {
      found.add(true, `${pointer}${fault.pointer}`, fault.code, fault.detail ?? 'is wrong');
    }
    if (fact.income != null) checkPay(found, `${pointer}/income`, fact.income);
    const id = idOf(fact, index);
    const content = JSON.stringify(fact);
    const isOther = seen.has(id) && seen.get(id) !== content;
    found.add(isOther, `${pointer}/changeId`, 'repeated', 'two notices have two labels');
    seen.set(id, content);
  }
  return found.faults;
}

/** Notices that keep to the schema and to `checkFacts`, as the rules read them. */
export function openFacts(facts: readonly PlainFact[]): readonly Fact[] {
  return facts.map((fact, index) => {
    const { changeType, occurredOn, notifiedOn, receivedOn, ...change } = completeFact(fact, null);
    return {
      factId: idOf(fact, index),
      fact: fact.fact,
      changeType,
      previousFactId: fact.previousChangeId ?? null,
      occurredOn,
      notifiedOn,
      receivedOn,
      channel: fact.channel ?? 'own-office',
      noticeExtended: fact.noticeExtended ?? false,
      body: openBody(fact, change[fact.fact]),
    } as Fact;
  });
}

const idOf = ({ changeId }: PlainFact, index: number): string => changeId ?? `#${index + 1}`;

/** The notice as an agency would tell it, what was left out filled in. */
function completeFact(fact: PlainFact, birthDate: IsoDate | null) {
  const { occurredOn, changeType = 'created', previousChangeId = null } = fact;
  const notifiedOn = fact.notifiedOn ?? occurredOn;
  const receivedOn = fact.receivedOn ?? notifiedOn;
  const days = { occurredOn, notifiedOn, receivedOn };
  const { changeId: _id, channel: _channel, noticeExtended: _extended, ...told } = fact;
  return completeChange({
    ...(told as object),
    ...days,
    fact: fact.fact,
    changeType,
    previousChangeId,
    ...(birthDate !== null && { person: { birthDate } }),
  } as unknown as Parameters<typeof completeChange>[0]);
}

/** The record of the fact, with what an agency's record has no field for. */
function openBody(fact: PlainFact, body: object | null): object | null {
  if (body === null) return null;
  if (fact.income != null) return { ...body, netPence: findNet(fact.income) };
  const isOutsideArea = fact.address?.isOutsideArea ?? false;
  return fact.fact === 'address' ? { ...body, isOutsideArea } : body;
}
