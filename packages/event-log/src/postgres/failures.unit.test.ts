import { describe, expect, test } from '@jest/globals';
import { LogError } from '../errors.ts';
import { toAppendError, toLogError } from './failures.ts';

const withCode = (code: string) => Object.assign(new Error('message'), { code });

describe('failures of PostgreSQL', () => {
  test.each([
    ['42501', 'unauthorized'],
    ['28P01', 'unauthorized'],
    ['3D000', 'fatal'],
    ['42P01', 'fatal'],
    ['40001', 'retriable'],
    ['53300', 'retriable'],
    ['57P03', 'retriable'],
    ['ECONNREFUSED', 'retriable'],
  ])('%s is %s', (code, expected) => {
    expect(toLogError(withCode(code)).code).toBe(expected);
  });

  test('an append has an unknown outcome unless it was never sent or the answer says rolled back', () => {
    expect(toAppendError(new Error('Connection terminated'), true).code).toBe('unknown-outcome');
    expect(toAppendError(withCode('ECONNRESET'), true).code).toBe('unknown-outcome');
    expect(toAppendError(withCode('57P01'), true).code).toBe('unknown-outcome');
    expect(toAppendError(withCode('ECONNREFUSED'), false).code).toBe('retriable');
    expect(toAppendError(withCode('40P01'), true).code).toBe('retriable');
    expect(toAppendError(withCode('42501'), true).code).toBe('unauthorized');
  });

  test('an error of the log stays what it is; another becomes the cause', () => {
    const own = new LogError('unknown-topic');
    expect(toLogError(own)).toBe(own);
    const cause = withCode('40001');
    expect(toLogError(cause)).toMatchObject({ cause, details: { sqlState: '40001' } });
  });
});
