import { expect, test } from '@jest/globals';
import { targetOf } from './target-of.ts';

const SUBJECT = '0f'.repeat(16);
const partition = (topic: string) => ({ kind: 'partition', topic, partition: 3 });

test.each([
  ['a change', 'told.changes', SUBJECT, { kind: 'subject', subjectKey: SUBJECT }],
  ['a change under another key', 'told.changes', 'QQ123456C', partition('told.changes')],
  [
    'a release',
    'told.releases.luton',
    'CTB-1',
    { kind: 'case', agency: 'luton', caseReference: 'CTB-1' },
  ],
  [
    'an outcome',
    'told.outcomes.luton',
    'CTB/1',
    { kind: 'case', agency: 'luton', caseReference: 'CTB/1' },
  ],
  [
    'what no case reference looks like',
    'told.outcomes.luton',
    '\\x00',
    partition('told.outcomes.luton'),
  ],
  [
    'a submission, whose key is the agency’s own',
    'told.submissions.luton',
    'QQ123456C',
    partition('told.submissions.luton'),
  ],
])('an action on %s names its target without a person', (_, topic, key, target) => {
  expect(targetOf(topic, 3, key)).toEqual(target);
});
