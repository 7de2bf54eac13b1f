import { describe, expect, test } from '@jest/globals';
import { SERVICE_LIST } from '@told/stack';
import { findNames, listFailpoints } from './list-failpoints.ts';

describe('listFailpoints', () => {
  test('finds what is in the code, for every service that runs that code', () => {
    const listed = listFailpoints();
    const servicesAt = (name: string): readonly string[] =>
      listed.filter((one) => one.name === name).map(({ service }) => service);
    const all = SERVICE_LIST.map(({ name }) => name);
    expect(servicesAt('consume-applied')).toEqual(all);
    expect(servicesAt('relay-acknowledged')).toEqual(all);
    expect(servicesAt('reconcile-kept')).toEqual([
      'council-tax-central-bedfordshire',
      'council-tax-luton',
      'jobcentre',
    ]);
    expect(servicesAt('decide-written')).toEqual(['gateway']);
    expect(servicesAt('told-committed')).toEqual(['intake']);
  });

  test('lists a failpoint of a service once', () => {
    const names = listFailpoints().map(({ service, name }) => `${service} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('takes only a name that is written out', () => {
    expect(findNames('a.ts', "failpoint('a-b');\n  failpoint( 'c' );")).toEqual(['a-b', 'c']);
    expect(findNames('a.ts', 'export function failpoint(name: string): void {')).toEqual([]);
    expect(() => findNames('a.ts', 'failpoint(name);')).toThrow('a.ts: a failpoint');
  });
});
