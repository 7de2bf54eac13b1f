import { readStackConfig } from '../config.ts';
import { StackError } from '../errors.ts';
import type { ApicurioOptions } from './apicurio-settings.ts';
import { findApicurioSource } from './find-apicurio-source.ts';
import type { Registry } from './registry.ts';
import { startJavaApicurio } from './start-java-apicurio.ts';

/**
 * Apicurio Registry, in a container or as a process of our own (see `findApicurioSource`), once it answers. Throws
 * `apicurio-unavailable`, or what the source throws.
 */
export async function startApicurio(options: ApicurioOptions): Promise<Registry> {
  const found = await findApicurioSource(readStackConfig());
  if (found.source === undefined) {
    throw new StackError('apicurio-unavailable', { found: found.reasons.join('; ') });
  }
  if (found.source === 'java') return startJavaApicurio(options);
  const { startContainerApicurio } = await import('./start-container-apicurio.ts'); // its libraries take half a second to load
  return startContainerApicurio(options);
}
