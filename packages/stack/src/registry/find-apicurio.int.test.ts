import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readStackConfig } from '../config.ts';
import { askedRegistry } from './asked-registry.ts';
import { findApicurioJava } from './find-apicurio-java.ts';
import { chooseApicurioSource } from './find-apicurio-source.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-apicurio-source-test-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

/** A Java that says which one it is, and no more. */
function makeJava(name: string, major: number): string {
  const home = path.join(dir, name);
  fs.mkdirSync(path.join(home, 'bin'), { recursive: true });
  const says = `#!/bin/sh\necho 'openjdk version "${major}.0.1"' >&2\n`;
  fs.writeFileSync(path.join(home, 'bin/java'), says, { mode: 0o755 });
  return home;
}
const commandOf = (home: string): string => path.join(home, 'bin/java');

describe('the Java of Apicurio', () => {
  const find = (config: { java21Home?: string; javaHome?: string }) =>
    findApicurioJava({ java21Home: undefined, javaHome: undefined, ...config }, [
      [path.join(dir, 'usual'), ''],
      [path.join(dir, 'nowhere'), ''],
    ]);

  test('is that of JAVA21_HOME, and no other where that is set', async () => {
    const other = makeJava('other', 25);
    const java21Home = makeJava('own', 21);
    expect(await find({ java21Home, javaHome: other })).toMatchObject({
      command: commandOf(java21Home),
    });
    const tooOld = makeJava('old', 17);
    expect(await find({ java21Home: tooOld, javaHome: other })).toEqual({
      reason: `${commandOf(tooOld)} is Java 17; 21 or newer is needed`,
    });
  });

  test('else that of JAVA_HOME', async () => {
    const javaHome = makeJava('home', 22);
    expect(await find({ javaHome })).toMatchObject({ command: commandOf(javaHome) });
  });

  test('else one where systems keep them, if none before is new enough', async () => {
    makeJava('usual/a-17', 17);
    const fit = makeJava('usual/b-25', 25);
    fs.symlinkSync(fit, path.join(dir, 'usual/c-link'));
    fs.writeFileSync(path.join(dir, 'usual/readme'), '');
    const found = await find({ javaHome: makeJava('home', 17) });
    // PATH comes before the folders, and may have one that is new enough.
    expect('command' in found && [commandOf(fit), 'java'].includes(found.command)).toBe(true);
  });

  test('else none, with what was found instead', async () => {
    const javaHome = makeJava('home', 17);
    const found = await find({ javaHome });
    if ('command' in found) expect(found.command).toBe('java');
    else
      expect(found.reason).toContain(`JAVA21_HOME is not set; ${commandOf(javaHome)} is Java 17`);
  });
});

describe('Apicurio comes', () => {
  const would = async (): Promise<undefined> => undefined;
  const wouldNot = (reason: string) => async () => reason;
  const never = async (): Promise<never> => {
    throw new Error('must not be asked');
  };
  const config = readStackConfig({});

  test('from a container engine, else from Java, else from nowhere for all the reasons', async () => {
    expect(await chooseApicurioSource(config, { engine: would, java: never })).toEqual({
      source: 'container',
    });
    const engine = wouldNot('no engine');
    expect(await chooseApicurioSource(config, { engine, java: would })).toEqual({ source: 'java' });
    expect(await chooseApicurioSource(config, { engine, java: wouldNot('no Java') })).toEqual({
      source: undefined,
      reasons: ['no engine', 'no Java'],
    });
  });

  test('to a first start that asks for it; where there is none, the embedded one does, loudly', async () => {
    const warnings: string[] = [];
    const asked = {
      dir,
      registry: 'apicurio' as const,
      onWarning: (what: string) => warnings.push(what),
    };
    const none = async () => ({ source: undefined, reasons: ['no engine', 'no Java'] });
    expect(await askedRegistry(asked, config, none)).toEqual({ ...asked, registry: 'embedded' });
    expect(warnings).toEqual([expect.stringContaining('no engine; no Java')]);
    const some = async () => ({ source: 'java' as const });
    expect(await askedRegistry(asked, config, some)).toBe(asked);
    const other = { dir, onWarning: asked.onWarning };
    expect(await askedRegistry(other, config, never)).toBe(other);
    fs.writeFileSync(path.join(dir, 'settings.json'), JSON.stringify({ registry: 'apicurio' }));
    expect(await askedRegistry(asked, config, never)).toBe(asked);
    expect(warnings).toHaveLength(1);
  });
});
