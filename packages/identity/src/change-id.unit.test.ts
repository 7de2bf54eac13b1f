import { describe, expect, test } from '@jest/globals';
import { changeIdOf, submissionIdOf } from './change-id.ts';

describe('the id of a change', () => {
  test('is the UUIDv5 that RFC 9562 gives for agency and idempotency key', () => {
    // Computed with another implementation: Python's uuid.uuid5.
    expect(changeIdOf('jobcentre', 'jcp-2010-000123')).toBe('25e8ba7d-7c31-56f6-9407-784451dc949f');
  });

  test('differs between agencies that use the same key', () => {
    expect(changeIdOf('luton', 'jcp-2010-000123')).toBe('fd035734-061a-5796-b07e-0c6f437338b9');
  });
});

test('what submits a change bears another id than the change, the same each time', () => {
  const changeId = changeIdOf('jobcentre', 'jcp-2010-000123');
  // As Python's uuid.uuid5 has it.
  expect(submissionIdOf(changeId)).toBe('8ba62f3a-5874-592c-9d08-8738279c6e0c');
});
