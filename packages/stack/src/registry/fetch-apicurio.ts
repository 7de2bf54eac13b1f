import fs from 'node:fs';
import path from 'node:path';
import { StackError } from '../errors.ts';
import { prepareOnce } from '../kafka/prepare-once.ts';
import { runMaven } from '../kafka/run-maven.ts';
import { CACHE, INFRA } from '../repository.ts';

const POM = path.join(INFRA, 'apicurio/pom.xml');

export function readApicurioVersion(): string {
  const [, version] = /<apicurio\.version>(.+?)</.exec(fs.readFileSync(POM, 'utf8')) ?? [];
  if (!version) throw new Error(`${POM} names no apicurio.version`);
  return version;
}

/** Where this version is kept, unpacked. */
const program = (): string => path.join(CACHE, `apicurio-${readApicurioVersion()}`, 'program');

/** Whether it is there already, so that Maven is not needed. */
export const hasApicurio = (): boolean => fs.existsSync(program());

/** The jar to start it by; fetched by Maven once. Throws `maven-missing`, `apicurio-not-fetched`. */
export async function fetchApicurio(onProgress?: (what: string) => void): Promise<string> {
  await prepareOnce(program(), async (partial) => {
    onProgress?.(`fetching Apicurio Registry ${readApicurioVersion()} (159 MB) with Maven, once`);
    // Its marks of what was unpacked before would else lie beside the file that names the version.
    const markers = `-DmarkersDirectory=${path.join(partial, 'markers')}`;
    const settings = [markers, `-DoutputDirectory=${partial}`];
    await runMaven(POM, 'unpack-dependencies', settings).catch((error: unknown) => {
      if (error instanceof StackError) throw error;
      throw new StackError('apicurio-not-fetched', { pom: POM }, error);
    });
  });
  return path.join(program(), 'quarkus-run.jar');
}
