import { describe, expect, test } from '@jest/globals';
import { sampleEntry, sampleFile, sampleRules } from '../../test/sample-file.ts';
import { sampleIncome } from '../../test/sample-release.ts';
import { assessFile } from './assess-file.ts';
import type { CaseEntry, CaseFile, CaseRules } from './case-file.ts';
import { decideFact } from './decide-fact.ts';
import type { FactDecision } from './decision.ts';
import { takeFact } from './take-fact.ts';

/** The same home without a passport: income counts. */
const rules: CaseRules = {
  ...sampleRules,
  toBenefitCase: (claim, facts) => ({ ...sampleRules.toBenefitCase(claim, facts), awards: [] }),
};
const UNUSED = { usedOn: null, usedFor: null } as const;
const MOMENT = { businessDate: '2010-05-17', nowMs: 0 };

const works = (changeId: string, more = {}): CaseEntry =>
  sampleEntry({ changeId, body: sampleIncome(), ...UNUSED, ...more });
const of = (changeType: 'corrected' | 'annulled' | 'ended', previousChangeId: string) => ({
  changeType,
  previousChangeId,
});

const take = (entries: readonly CaseEntry[]): CaseFile =>
  entries.reduce(
    (file, entry) => takeFact(rules, file, entry, null).step?.file ?? file,
    sampleFile,
  );
const decide = (file: CaseFile, changeId: string, decision: FactDecision) =>
  decideFact(rules, file, { changeId, decision, addition: null }, MOMENT);
const weekly = (file: CaseFile) =>
  assessFile(rules, { ...file, assessment: null }).ranges.map(({ from, weeklyPence }) => [
    from,
    weeklyPence,
  ]);
const states = ({ facts }: CaseFile) => facts.map(({ changeId, state }) => `${changeId} ${state}`);

describe('an officer’s decision', () => {
  test('taken back gives exactly the prior pennies, and the same facts', () => {
    const file = take([works('a')]);
    const used = decide(file, 'a', 'use').step.file;
    expect(weekly(used)).not.toEqual(weekly(file));
    const back = decide(used, 'a', 'do-not-use').step.file;
    expect(weekly(back)).toEqual(weekly(file));
    expect(back.claim.revision).toBe(3);
  });

  test('gives the award that a fact used from the start would have given', () => {
    const used = decide(take([works('a')]), 'a', 'use').step.file;
    const atOnce = take([works('a', { usedOn: '2010-04-05', usedFor: 'jsa-ib' })]);
    expect(weekly(used)).toEqual(weekly(atOnce));
  });

  test('to use what was annulled meanwhile lets the annulment count with it', () => {
    const annulled = sampleEntry({ changeId: 'b', ...of('annulled', 'a') });
    const file = take([works('a'), annulled]);
    expect(states(file)).toEqual(['a to-verify', 'b set-aside']);
    const { step, result, followers } = decide(file, 'a', 'use');
    expect(states(step.file)).toEqual(['a counted', 'b counted']);
    expect(step.changed).toHaveLength(2);
    expect(followers).toMatchObject([{ fact: { changeId: 'b' }, result: { kind: 'applied' } }]);
    expect(result).toMatchObject({ kind: 'no-change' });
    expect(weekly(step.file)).toEqual(weekly(file));
  });

  test('lets an annulment that DWP did not use wait like any fact, and not count by the way', () => {
    const annulled = sampleEntry({ changeId: 'b', ...of('annulled', 'a'), ...UNUSED });
    const { step } = decide(take([works('a'), annulled]), 'a', 'use');
    expect(states(step.file)).toEqual(['a counted', 'b to-verify']);
  });

  test('not to use what counted sets aside what takes it back or ends it, and leaves a correction', () => {
    const used = decide(take([works('a')]), 'a', 'use').step.file;
    const now = { usedOn: '2010-04-05', usedFor: 'jsa-ib' } as const;
    const later = [
      sampleEntry({ changeId: 'e', ...of('ended', 'a'), occurredOn: '2010-06-07', ...now }),
      works('c', { ...of('corrected', 'a'), body: sampleIncome({ netPence: 8000 }), ...now }),
    ];
    const file = later.reduce(
      (one, entry) => takeFact(rules, one, entry, null).step?.file ?? one,
      used,
    );
    expect(states(file)).toEqual(['a counted', 'e counted', 'c counted']);
    const { step } = decide(file, 'a', 'do-not-use');
    expect(states(step.file)).toEqual(['a set-aside', 'e set-aside', 'c counted']);
    expect(weekly(decide(step.file, 'a', 'use').step.file)).toEqual(weekly(file));
  });
});

describe('what an officer decided of a follower', () => {
  const end = (more = {}) =>
    sampleEntry({
      ...{ changeId: 'e', ...of('ended', 'a'), occurredOn: '2010-06-07', body: sampleIncome() },
      ...more,
    });
  /** A job, and its end, both used by an officer. */
  const bothUsed = () => {
    const used = decide(take([works('a')]), 'a', 'use').step.file;
    const { step } = takeFact(rules, used, end(UNUSED), null);
    const file = step?.file ?? used;
    expect(states(file)).toEqual(['a counted', 'e to-verify']);
    return decide(file, 'e', 'use').step.file;
  };

  test('holds when what it follows is set aside and used again', () => {
    const file = bothUsed();
    const aside = decide(file, 'a', 'do-not-use');
    expect(states(aside.step.file)).toEqual(['a set-aside', 'e set-aside']);
    const again = decide(aside.step.file, 'a', 'use');
    expect(states(again.step.file)).toEqual(['a counted', 'e counted']);
    expect(weekly(again.step.file)).toEqual(weekly(file));
  });

  test('is answered again when it no longer counts, and when it does again', () => {
    const aside = decide(bothUsed(), 'a', 'do-not-use');
    expect(aside.followers).toMatchObject([
      {
        fact: { changeId: 'e', decision: 'use', task: 'decided' },
        result: {
          ...{ kind: 'no-change', reason: 'officer-decided:do-not-use:predecessor-not-counted' },
        },
      },
    ]);
    expect(decide(aside.step.file, 'a', 'use').followers).toMatchObject([
      { fact: { changeId: 'e' }, result: { kind: 'applied', reason: 'officer-decided:use' } },
    ]);
  });

  test('to use it, while what it follows is set aside, says so and counts later', () => {
    const used = decide(take([works('a')]), 'a', 'use').step.file;
    const ended = takeFact(rules, used, end(UNUSED), null).step?.file ?? used;
    const aside = decide(ended, 'a', 'do-not-use').step.file;
    const early = decide(aside, 'e', 'use');
    expect(early.result).toMatchObject({
      ...{ kind: 'no-change', reason: 'officer-decided:use:predecessor-not-counted' },
    });
    expect(states(early.step.file)).toEqual(['a set-aside', 'e set-aside']);
    const { step } = decide(early.step.file, 'a', 'use');
    expect(states(step.file)).toEqual(['a counted', 'e counted']);
  });

  test('is asked when nobody decided it', () => {
    const file = take([works('a'), end(UNUSED)]);
    const { followers, step } = decide(file, 'a', 'use');
    expect(followers).toMatchObject([{ result: { kind: 'to-verify', reason: 'r2(3)(c)' } }]);
    expect(step.file.facts.map(({ task }) => task)).toEqual(['decided', 'open']);
  });
});
