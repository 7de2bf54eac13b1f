import { expect, test } from '@jest/globals';
import { compareDigests, createKeys, judgeMatch, parseNino } from './index.ts';

test('the example of the README does what it says', () => {
  const keys = createKeys({ secret: 'the area secret, at least 32 bytes long', version: 1 });
  const nino = parseNino('qq 12 34 56 c', 'synthetic');
  expect(nino.ok && keys.subjectKey(nino.nino8)).toMatch(/^[0-9a-f]{32}$/);
  const told = keys.digestsOf({ surname: "O'Brien", forename: 'Asha', birthDate: '1981-03-04' });
  const held = keys.digestsOf({ surname: 'OBRIEN', forename: 'A', birthDate: '1981-04-03' });
  expect(compareDigests(told, held).conflict).toBe(true);
  expect(judgeMatch(told, held).rung).toBeNull();
});
