import type { ToldFact } from '@told/agency-sdk';
import { type Fact, jsonSchemaFor, type NamedTypes } from '@told/codec';
import {
  type Fields,
  fail,
  readDay,
  readEntries,
  readFields,
  readList,
  readText,
} from './read-fields.ts';
import type { DecidedStep, ExpectedAnswer, ScenarioStep, ToldStep } from './scenario.ts';

const BODIES: Readonly<Record<Fact, keyof NamedTypes>> = {
  address: 'Address',
  income: 'Income',
  household: 'Household',
  benefitAward: 'BenefitAward',
  capital: 'Capital',
  identity: 'Identity',
  death: 'Death',
};
const FACTS = Object.keys(BODIES) as readonly Fact[];
/** A step says one of these of an earlier one. */
const POINTERS = { corrects: 'corrected', annuls: 'annulled', ends: 'ended' } as const;
const TOLD_FIELDS = [
  ...['id', 'says', 'by', 'on', 'notifiedOn', 'receivedOn', 'usedOn', 'evidence', 'to'],
  ...['dutyDischarged', 'outsideAreaOf', 'expect', 'fact', ...FACTS, ...Object.keys(POINTERS)],
];
const DECIDED_FIELDS = ['id', 'says', 'decide', 'of', 'office', 'on', 'expect'];
const ANSWER_FIELDS = ['outcome', 'reason', 'from', 'overpaid', 'underpaid'];
const DECISIONS = ['use', 'do-not-use', 'extend-notice'];
const EVIDENCE = ['self-declared', 'seen', 'verified-at-source'];
/** The agency whose facts are DWP's and have been used for a benefit unless a step says otherwise. */
const DWP = 'jobcentre';

/** One step of a scenario. Throws ScenarioError. */
export function readStep(given: unknown, at: string, agencies: readonly string[]): ScenarioStep {
  const isDecision = typeof given === 'object' && given !== null && 'decide' in given;
  const fields = readFields(given, at, isDecision ? DECIDED_FIELDS : TOLD_FIELDS);
  const on = readDay(fields['on'], `${at}/on`);
  const notifiedOn = readDay(fields['notifiedOn'] ?? on, `${at}/notifiedOn`);
  const receivedOn = readDay(fields['receivedOn'] ?? notifiedOn, `${at}/receivedOn`);
  const expect = readEntries(fields['expect'], `${at}/expect`, readAnswer);
  const stranger = Object.keys(expect).find((agency) => !agencies.includes(agency));
  if (stranger !== undefined)
    fail('an office of the scenario is named', `${at}/expect/${stranger}`);
  return {
    id: readText(fields['id'], `${at}/id`),
    says: readText(fields['says'], `${at}/says`),
    takenOn: isDecision ? on : receivedOn,
    action: isDecision
      ? readDecided(fields, at)
      : readTold(fields, at, agencies, { occurredOn: on, notifiedOn, receivedOn }),
    expect,
  };
}

function readDecided(fields: Fields, at: string): DecidedStep {
  return {
    kind: 'decided',
    office: readText(fields['office'], `${at}/office`),
    changeId: readText(fields['of'], `${at}/of`),
    decision: readWord(fields['decide'], DECISIONS, `${at}/decide`) as DecidedStep['decision'],
  };
}

function readTold(
  fields: Fields,
  at: string,
  agencies: readonly string[],
  days: Pick<ToldFact, 'occurredOn' | 'notifiedOn' | 'receivedOn'>,
): ToldStep {
  const sourceAgency = readText(fields['by'], `${at}/by`);
  const pointer = Object.keys(POINTERS).find((name) => name in fields) as
    | keyof typeof POINTERS
    | undefined;
  const usedOn = fields['usedOn'] === undefined ? days.receivedOn : fields['usedOn'];
  const isUsed = sourceAgency === DWP && usedOn !== null;
  const names = (field: string, otherwise: readonly string[]): readonly string[] =>
    readList(fields[field] ?? otherwise, `${at}/${field}`).map(String);
  return {
    kind: 'told',
    told: {
      ...{ changeId: readText(fields['id'], `${at}/id`), releaseId: null, origin: 'bus' },
      ...{ sourceAgency, ...readBody(fields, at), ...days },
      changeType: pointer === undefined ? 'created' : POINTERS[pointer],
      previousChangeId:
        pointer === undefined ? null : readText(fields[pointer], `${at}/${pointer}`),
      usedOn: isUsed ? readDay(usedOn, `${at}/usedOn`) : null,
      usedFor: isUsed ? 'jsa-ib' : null,
      dutyDischarged: (fields['dutyDischarged'] ?? null) as string | null,
      evidenceLevel: readWord(
        fields['evidence'] ?? 'seen',
        EVIDENCE,
        `${at}/evidence`,
      ) as ToldFact['evidenceLevel'],
    },
    to: names('to', agencies),
    outsideAreaOf: names('outsideAreaOf', []),
  };
}

/** The fact that the step's one body names, with null for what it leaves out; an annulment only names it. */
function readBody(fields: Fields, at: string): Pick<ToldFact, 'fact' | 'body'> {
  const told = FACTS.filter((fact) => fact in fields);
  const [fact] = told;
  if (fact === undefined) {
    return { fact: readWord(fields['fact'], FACTS, `${at}/fact`) as Fact, body: null };
  }
  if (told.length > 1 || 'fact' in fields) fail('a step tells one fact', at);
  const names = Object.keys(jsonSchemaFor(BODIES[fact])['properties'] as Fields);
  const body = readFields(fields[fact], `${at}/${fact}`, names);
  const empty = Object.fromEntries(names.map((name) => [name, null]));
  return { fact, body: { ...empty, ...body } as unknown as ToldFact['body'] };
}

function readAnswer(given: unknown, at: string): ExpectedAnswer {
  const fields = readFields(given, at, ANSWER_FIELDS);
  return {
    outcome: readText(fields['outcome'], `${at}/outcome`),
    reason: (fields['reason'] ?? null) as string | null,
    from: fields['from'] === undefined ? null : readDay(fields['from'], `${at}/from`),
    overpaid: (fields['overpaid'] ?? {}) as ExpectedAnswer['overpaid'],
    underpaid: (fields['underpaid'] ?? {}) as ExpectedAnswer['underpaid'],
  };
}

function readWord(given: unknown, words: readonly string[], at: string): string {
  const text = readText(given, at);
  return words.includes(text) ? text : fail(`it is one of ${words.join(', ')}`, at);
}
