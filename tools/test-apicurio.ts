import { readStackConfig } from '../packages/stack/src/config.ts';
import { StackError } from '../packages/stack/src/errors.ts';
import { fetchApicurio } from '../packages/stack/src/registry/fetch-apicurio.ts';
import { findApicurioJavaObstacle } from '../packages/stack/src/registry/find-apicurio-source.ts';

/**
 * Undefined when Apicurio Registry can be started as a process of our own: there is a Java, and what Maven fetches has been fetched. Else
 * the reason; throws it when `required`.
 */
export async function prepareTestApicurio(required: boolean): Promise<string | undefined> {
  const missing = (await findApicurioJavaObstacle(readStackConfig())) ?? (await describeFetch());
  if (missing !== undefined && required) {
    throw new Error(`there is no Apicurio Registry for the tests: ${missing}`);
  }
  return missing;
}

async function describeFetch(): Promise<string | undefined> {
  try {
    await fetchApicurio((what) => process.stderr.write(`Apicurio for tests: ${what}\n`));
    return undefined;
  } catch (error) {
    // What Maven said is the cause.
    if (error instanceof StackError) return `${error.message}\n${String(error.cause ?? '')}`;
    throw error;
  }
}
