import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { isWrittenByAgencies } from './agency-topics.ts';

test('the topics that agencies write are those that infra/topics.yaml says they do', () => {
  const infra = path.join(import.meta.dirname, '../../../../infra/topics.yaml');
  const lines = [...fs.readFileSync(infra, 'utf8').matchAll(/name: (\S+),.*writers: \[(.*?)\]/g)];
  expect(lines.length).toBeGreaterThan(5);
  for (const [, name = '', writers] of lines) {
    const topic = name.replace('<agency>', 'luton');
    expect([topic, isWrittenByAgencies(topic)]).toEqual([topic, writers === '<agency>']);
  }
  expect(isWrittenByAgencies('other.told.submissions.luton')).toBe(false);
});
