import { describe, expect, test } from '@jest/globals';
import { findKnownMember, findMember, type MemberKey } from './members.ts';

const ann: MemberKey = { member: 'Ann Sample', birthDate: '2004-05-06' };
const ben: MemberKey = { member: 'Ben Sample', birthDate: '2004-05-06' };
const cal: MemberKey = { member: null, birthDate: '2008-01-02' };
const dan: MemberKey = { member: 'Dan Sample', birthDate: null };

describe('findMember', () => {
  test.each<[string, readonly MemberKey[], MemberKey, MemberKey | undefined | 'unclear']>([
    ['the same name and day', [ann, ben], ann, ann],
    ['a name in other letters', [ann, ben], { member: ' ANN sample ', birthDate: null }, ann],
    ['twins without a name', [ann, ben], { member: null, birthDate: '2004-05-06' }, 'unclear'],
    ['a day alone', [ann, cal], { member: null, birthDate: '2008-01-02' }, cal],
    ['another day', [ann, cal], { member: 'Eve Sample', birthDate: '2009-09-09' }, undefined],
    ['a new name beside a child whose name is not known', [cal], dan, 'unclear'],
    ['nothing told', [ann], { member: null, birthDate: null }, 'unclear'],
    ['nobody there', [], ann, undefined],
  ])('%s', (_name, members, key, expected) => {
    expect(findMember(members, key)).toBe(expected);
  });
});

describe('findKnownMember', () => {
  test('who surely is a member is the only one it may be', () => {
    expect(findKnownMember([ann], { member: null, birthDate: null })).toBe(ann);
    expect(findKnownMember([cal, ann], dan)).toBe(cal);
  });

  test('but not one of two, and not somebody else', () => {
    expect(findKnownMember([ann, cal], { member: null, birthDate: null })).toBe('unclear');
    expect(findKnownMember([ann], { member: null, birthDate: '1999-01-01' })).toBeUndefined();
  });
});
