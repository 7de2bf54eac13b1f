import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { listFolders } from './collect-workspace.ts';

const ROOT = path.join(import.meta.dirname, '..');

test('a service takes along the packages that it depends on, and theirs', () => {
  const folders = listFolders(ROOT, 'services/jobcentre');
  expect(folders).toEqual(
    expect.arrayContaining([
      'services/jobcentre',
      'packages/agency-sdk',
      'packages/event-log-kafka',
    ]),
  );
});

test('no service takes along another, or what starts and tests them', () => {
  for (const service of fs.readdirSync(path.join(ROOT, 'services'))) {
    const others = listFolders(ROOT, `services/${service}`).filter(
      (folder) => folder !== `services/${service}`,
    );
    expect(others.filter((folder) => folder.startsWith('services/'))).toEqual([]);
    for (const left of ['packages/stack', 'packages/testing', 'packages/cli']) {
      expect(others).not.toContain(left);
    }
  }
});

test('a folder that is no workspace is refused', () => {
  expect(() => listFolders(ROOT, 'services/nobody')).toThrow('services/nobody');
});
