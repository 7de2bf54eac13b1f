import { describe, expect, test } from '@jest/globals';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, with its types beside it
import { completeLock, readPlatform } from './complete-lockfile.mjs';

describe('readPlatform', () => {
  test.each([
    ['@biomejs/cli-darwin-arm64', 'darwin', 'arm64', undefined],
    ['@biomejs/cli-linux-x64-musl', 'linux', 'x64', 'musl'],
    ['@unrs/resolver-binding-linux-arm-gnueabihf', 'linux', 'arm', 'glibc'],
    ['@unrs/resolver-binding-win32-ia32-msvc', 'win32', 'ia32', undefined],
    ['@turbo/windows-64', 'win32', 'x64', undefined],
    ['@unrs/resolver-binding-wasm32-wasi', undefined, 'wasm32', undefined],
    ['@oxc-parser/binding-openharmony-arm64', 'openharmony', 'arm64', undefined],
    ['left-pad', undefined, undefined, undefined],
  ])('%s', (name, os, cpu, libc) => {
    expect(readPlatform(name)).toEqual({ os, cpu, libc });
  });
});

describe('completeLock', () => {
  const makeLock = () => ({
    packages: {
      'node_modules/turbo': {
        version: '2.0.0',
        resolved: 'https://registry.example/turbo',
        optionalDependencies: { '@turbo/linux-64': '2.0.0', '@turbo/darwin-64': '2.0.0' },
      },
      'node_modules/@turbo/linux-64': { version: '2.0.0' },
      'node_modules/@told/stack': { resolved: 'packages/stack', link: true },
    } as Record<string, Record<string, unknown>>,
  });

  test('adds the platform entries that are missing, in order', () => {
    const lock = makeLock();
    expect(completeLock(lock)).toMatchObject({ added: ['@turbo/darwin-64'], skipped: [] });
    expect(lock.packages['node_modules/@turbo/darwin-64']).toEqual({
      version: '2.0.0',
      cpu: ['x64'],
      dev: true,
      optional: true,
      os: ['darwin'],
    });
    expect(Object.keys(lock.packages)).toEqual(Object.keys(lock.packages).sort());
  });

  test('takes out download addresses and keeps workspace links', () => {
    const lock = makeLock();
    expect(completeLock(lock)).toMatchObject({ stripped: 1 });
    expect(lock.packages['node_modules/turbo']).not.toHaveProperty('resolved');
    expect(lock.packages['node_modules/@told/stack']).toHaveProperty('resolved', 'packages/stack');
  });

  test('finds nothing to do the second time', () => {
    const lock = makeLock();
    completeLock(lock);
    expect(completeLock(lock)).toEqual({ added: [], skipped: [], stripped: 0 });
  });

  test('names what it cannot judge', () => {
    const lock = makeLock();
    lock.packages['node_modules/x'] = { optionalDependencies: { fsevents: '^2.3.3' } };
    expect(completeLock(lock).skipped).toEqual(['fsevents@^2.3.3']);
  });
});
