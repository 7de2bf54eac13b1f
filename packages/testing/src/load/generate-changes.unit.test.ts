import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { checkChange, completeChange, jsonSchemaFor, type SubmittedJson } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { createValidator, problemOfFields } from '@told/service';
import { createFaultTally } from '../people/count-faults.ts';
import { describeHousehold } from '../people/describe-cases.ts';
import { chooseRates, FAULT_NAMES, FAULTS } from '../people/fault-rates.ts';
import { generateHouseholds, openHouseholds } from '../people/generate-households.ts';
import { generateChanges } from './generate-changes.ts';
import { type LoadChange, lineOf } from './load-change.ts';
import { tellTimeline } from './tell-timeline.ts';

const TODAY = '2010-04-05';
const area = openHouseholds({ households: 20_000, seed: 7 });
const load = [...generateChanges(area, { changes: 24_000, seed: 3, today: TODAY })];

interface Line {
  readonly idempotencyKey: string;
  readonly change: SubmittedJson;
}
const parsed = new WeakMap<LoadChange, Line>();
function parse(one: LoadChange): Line {
  const line = parsed.get(one) ?? (JSON.parse(lineOf(one)) as Line);
  parsed.set(one, line);
  return line;
}
const good = load.filter(({ refusedAs }) => refusedAs === undefined);
const having = (name: string) => load.filter(({ faults }) => faults?.some((one) => one === name));

describe('the load about an area', () => {
  test('the same seed gives the same lines, another seed others, and fewer are a beginning of more', () => {
    const some = (seed: number) => [...generateChanges(area, { changes: 500, seed, today: TODAY })];
    expect(some(3)).toEqual(load.slice(0, 500));
    expect(some(4)).not.toEqual(load.slice(0, 500));
  });

  test('what is told of a household does not depend on how many others there are', () => {
    const few = openHouseholds({ households: 200, seed: 7 });
    const ofFew = [...generateChanges(few, { changes: 2_000, seed: 3, today: TODAY })];
    for (const household of [0, 17, 199]) {
      const ofIt = (lines: readonly LoadChange[]) =>
        lines.filter((one) => one.household === household).map(lineOf);
      const [more, fewer] = [ofIt(ofFew), ofIt(load)];
      const both = Math.min(more.length, fewer.length);
      expect(more.slice(0, both)).toEqual(fewer.slice(0, both));
    }
  });

  test('an array of households gives what the households one by one give', () => {
    const options = { households: 300, seed: 7 };
    const told = { changes: 3_000, seed: 3, today: TODAY };
    const array = [...openHouseholds(options)];
    expect([...generateChanges(array, told)]).toEqual([
      ...generateChanges(openHouseholds(options), told),
    ]);
  });

  test('every line that intake should take keeps the schema of a change and its rules', () => {
    const validate = createValidator(jsonSchemaFor('SubmittedChange'));
    const faults = good.slice(0, 6_000).flatMap((one) => {
      const { change } = parse(one);
      return [...validate(change), ...checkChange(completeChange(change), TODAY)];
    });
    expect(faults).toEqual([]);
  });

  test('a line at fault is refused as it says, and comes again mended under its key', () => {
    const validate = createValidator({
      ...{ type: 'object', additionalProperties: false },
      properties: { idempotencyKey: { type: 'string' }, change: jsonSchemaFor('SubmittedChange') },
    });
    const codes = new Set<string>();
    const bad = having('malformedLine');
    for (const one of bad) {
      codes.add(one.refusedAs ?? '');
      if (one.refusedAs === 'malformed-json') expect(() => parse(one)).toThrow(SyntaxError);
      else expect(problemOfFields(validate(parse(one))).code).toBe(one.refusedAs);
    }
    expect(codes.size).toBe(3);
    const known = new Set(good.map(({ idempotencyKey }) => idempotencyKey));
    const mended = bad.filter(({ idempotencyKey }) => known.has(idempotencyKey));
    expect(mended.length).toBeGreaterThan(bad.length / 5);
  });

  test('a key has one content, whatever its encoding', () => {
    const told = new Map<string, object>();
    for (const one of good) {
      const key = `${one.agency} ${one.idempotencyKey}`;
      const before = told.get(key);
      const { dutyDischarged: _, ...content } = parse(one).change as SubmittedJson & {
        readonly dutyDischarged?: unknown;
      };
      if (before === undefined) told.set(key, content);
      else expect(content).toEqual(before);
    }
  });

  test('the same content in another encoding is another text', () => {
    const again = having('reencodedNotice');
    expect(again.length).toBeGreaterThan(100);
    for (const one of again) {
      expect(lineOf(one)).not.toBe(lineOf({ ...one, line: JSON.stringify(parse(one)) }));
      expect(lineOf(one)).not.toContain('\n');
    }
  });

  test('a correction and an annulment come after what they are about, from the same agency', () => {
    const told = new Set<string>();
    const early: string[] = [];
    const types = new Map<string, number>();
    for (const one of good) {
      const { changeType = '', previousChangeId } = parse(one).change;
      types.set(changeType, (types.get(changeType) ?? 0) + 1);
      if (previousChangeId != null && !told.has(previousChangeId)) early.push(previousChangeId);
      told.add(changeIdOf(one.agency, one.idempotencyKey));
    }
    expect(early).toEqual([]);
    expect(types.get('corrected')).toBeGreaterThan(200);
    expect(types.get('annulled')).toBeGreaterThan(15);
  });

  test('faults come out at their rates', () => {
    const tally = createFaultTally();
    for (const { drawn = [], faults = [] } of load) tally.add({ drawn, faults });
    const counts = tally.counts();
    for (const name of FAULT_NAMES.filter((one) => FAULTS[one].of === 'lines')) {
      const { rate } = FAULTS[name];
      const { drawn, hit } = counts[name];
      const spread = 4 * Math.sqrt(drawn * rate * (1 - rate));
      expect(drawn).toBeGreaterThan(150);
      expect([name, Math.abs(hit - drawn * rate) <= spread]).toEqual([name, true]);
    }
  });

  test('late is more than a calendar month; out of order is before something already told', () => {
    for (const one of having('lateNotice').filter(({ refusedAs }) => refusedAs === undefined)) {
      const { occurredOn = '' } = parse(one).change;
      expect([one.idempotencyKey, occurredOn < '2010-03-05']).toEqual([one.idempotencyKey, true]);
    }
    expect(having('outOfOrder').length).toBeGreaterThan(200);
  });

  test('tells of new numbers, protected addresses and moves across the boundary', () => {
    const changes = good.map((one) => ({ ...one, told: parse(one).change }));
    const ninos = changes.filter(({ told }) => told.identity?.newNino != null);
    expect(ninos.length).toBeGreaterThan(15);
    expect(changes.filter(({ told }) => told.address?.protected === true).length).toBeGreaterThan(
      100,
    );
    const moves = changes.filter(({ told }) => told.fact === 'address');
    const beyond = moves.filter(
      ({ household, told }) => told.address?.toUprn === area.at(household)?.move?.uprn,
    );
    expect(beyond.length).toBeGreaterThan(50);
    expect(new Set(beyond.map(({ agency }) => agency)).size).toBe(3);
  });
});

const takeSome = (timeline: Iterator<LoadChange>, count: number): readonly LoadChange[] =>
  Array.from({ length: count }, () => timeline.next().value as LoadChange);

/** Changes with the generator, and with nothing else. */
const DIGEST = '151416e7106612e2f931313946c833253b1704d55ebd67a353428fd1a60c64b5';

test('people and changes are the same bytes on every machine', () => {
  const some = openHouseholds({ households: 200, seed: 2010 });
  const digest = createHash('sha256');
  for (const one of some) digest.update(JSON.stringify(describeHousehold(one)));
  for (const one of generateChanges(some, { changes: 1_000, seed: 2010, today: TODAY })) {
    digest.update(lineOf(one));
  }
  expect(digest.digest('hex')).toBe(DIGEST);
});

test('a timeline that was let go is told on from where it was', () => {
  // More households than timelines are kept: each is begun anew all the time.
  const many = openHouseholds({ households: 4_000, seed: 7 });
  const told = [...generateChanges(many, { changes: 8_000, seed: 3, today: TODAY })];
  const byHousehold = [...Map.groupBy(told, ({ household }) => household)];
  const [household, ofIt] = byHousehold.find(([, lines]) => lines.length > 4) ?? [0, []];
  const alone = many.at(household) as NonNullable<ReturnType<typeof many.at>>;
  const rules = { seed: 3, rates: chooseRates(), today: TODAY };
  expect(ofIt.length).toBeGreaterThan(4);
  expect(ofIt).toEqual(takeSome(tellTimeline(alone, rules), ofIt.length));
});

test.each([
  ['keeps the timelines of a few households', 500, false],
  ['begins every line anew where hardly one is drawn again soon', 8_001, true],
])('%s', (_case, count, isAnew) => {
  const source = openHouseholds({ households: count, seed: 7 });
  const opened: number[] = [];
  const counted = {
    length: count,
    at(place: number) {
      opened.push(place);
      return source.at(place);
    },
    [Symbol.iterator]: () => source[Symbol.iterator](),
  };
  const told = [...generateChanges(counted, { changes: 1_500, seed: 3, today: TODAY })];
  expect(new Set(opened).size).toBeLessThan(told.length);
  expect(opened.length).toBe(isAnew ? told.length : new Set(opened).size);
});

describe('a plain load of one council', () => {
  const households = generateHouseholds({ households: 500, seed: 7 });
  const plain = (more: object = {}) => [
    ...generateChanges(households, {
      ...{ changes: 2_000, seed: 3, today: TODAY, council: 'luton' },
      ...more,
    }),
  ];

  test('has no fault but repetitions, and no other council', () => {
    const faults = new Set(plain().flatMap((one) => one.faults ?? []));
    expect(faults).toEqual(new Set(['repeatedNotice']));
    expect(new Set(plain().map(({ agency }) => agency))).toEqual(new Set(['luton', 'jobcentre']));
    expect(plain({ repeated: 0 }).flatMap((one) => one.faults ?? [])).toEqual([]);
  });

  test('about nobody is empty', () => {
    expect([...generateChanges([], { changes: 10, seed: 1, today: TODAY })]).toEqual([]);
  });
});
