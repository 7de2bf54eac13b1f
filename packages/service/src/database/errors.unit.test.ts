import { expect, test } from '@jest/globals';
import { LogError } from '@told/event-log';
import { DatabaseError, reasonOf } from './errors.ts';

test.each<[unknown, string]>([
  [
    new LogError('unauthorized', { topic: 'told.changes', right: 'Read', kafka: 'X' }),
    'unauthorized: Read on told.changes',
  ],
  [
    new LogError('unauthorized', { group: 'intake', right: 'Read' }),
    'unauthorized: Read on intake',
  ],
  [
    new LogError('unauthorized', { cluster: 'kafka-cluster', right: 'Alter' }),
    'unauthorized: Alter on kafka-cluster',
  ],
  [new LogError('unauthorized', { user: 'luton' }), 'unauthorized'],
  [new LogError('retriable', { topic: 'told.changes' }), 'retriable'],
  [new DatabaseError('dependency-unavailable'), 'dependency-unavailable'],
  [new TypeError('odd'), 'unexpected'],
])('readiness says of %p: %s', (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
