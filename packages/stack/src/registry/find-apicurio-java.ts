import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { StackConfig } from '../config.ts';
import { findJava, type Java } from '../kafka/java.ts';

/** Apicurio 3 is compiled for it. */
const JAVA_MAJOR_MIN = 21;
/** Folders in which systems and installers keep Javas, one folder each; a name after the star leads to the home within. */
const USUAL_FOLDERS: readonly (readonly [folder: string, home: string])[] = [
  ['/usr/lib/jvm', ''],
  ['/usr/java', ''],
  ['/opt/java', ''],
  [path.join(os.homedir(), '.sdkman/candidates/java'), ''],
  ['/Library/Java/JavaVirtualMachines', 'Contents/Home'],
];
/** A machine with more is asked for JAVA21_HOME. */
const TRIED_MAX = 20;

/**
 * The Java of JAVA21_HOME, and no other where that is set; else the first that is new enough of JAVA_HOME, PATH and the usual folders.
 * Or why there is none.
 */
export async function findApicurioJava(
  { java21Home, javaHome }: Pick<StackConfig, 'java21Home' | 'javaHome'>,
  folders = USUAL_FOLDERS,
): Promise<Java | { readonly reason: string }> {
  if (java21Home) return findJava(java21Home, JAVA_MAJOR_MIN);
  const homes = [...(javaHome ? [javaHome] : []), undefined, ...folders.flatMap(listHomes)];
  const reasons: string[] = [];
  for (const home of homes.slice(0, TRIED_MAX)) {
    const found = await findJava(home, JAVA_MAJOR_MIN);
    if (!('reason' in found)) return found;
    reasons.push(found.reason);
  }
  return { reason: `JAVA21_HOME is not set; ${[...new Set(reasons)].join('; ')}` };
}

/** Links to the same place count once. */
function listHomes([folder, home]: readonly [string, string]): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  const homes = fs
    .readdirSync(folder)
    .map((name) => path.join(folder, name, home))
    .filter((one) => fs.existsSync(path.join(one, 'bin/java')));
  return [...new Set(homes.map((one) => fs.realpathSync(one)))].sort();
}
