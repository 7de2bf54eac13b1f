import { expect, test } from '@jest/globals';
import { describeEntry } from './describe-entry.ts';

test('an entry leads to its changes, says when it was, and lists what it lists', () => {
  const text = JSON.stringify({
    at: Date.UTC(2010, 4, 12, 10, 30, 5) * 1000,
    facts: { changeId: 'c/1', recipients: [{ agency: 'luton' }, { agency: 'jobcentre' }], run: 1 },
    ...{ index: 7, kind: 'decision', source: { topic: 'told.decisions' } },
  });
  expect(describeEntry({ index: 7, text })).toEqual({
    ...{ index: 7, kind: 'decision' },
    facts: [
      { name: 'changeId', values: ['c/1'], href: '/changes/c%2F1' },
      { name: 'recipients', values: ['{"agency":"luton"}', '{"agency":"jobcentre"}'] },
      { name: 'run', values: ['1'] },
    ],
    more: [
      { name: 'at', values: ['1273660205000000', '12 May 2010 at 11:30:05 BST'] },
      { name: 'index', values: ['7'] },
      { name: 'source', values: ['{"topic":"told.decisions"}'] },
    ],
  });
});
