import { expect, test } from '@jest/globals';
import { toEnvironment } from './container-settings.ts';

test('a property becomes the variable that the image reads it from', () => {
  expect(toEnvironment({ 'group.min.session.timeout.ms': '500', 'a-b_c': 'x' })).toEqual({
    KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '500',
    KAFKA_A___B__C: 'x',
  });
});
