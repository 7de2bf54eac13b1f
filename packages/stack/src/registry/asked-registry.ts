import type { StackConfig } from '../config.ts';
import { readKeptRegistry } from '../stack/settings.ts';
import type { StackOptions } from '../stack/stack.ts';
import { findApicurioSource } from './find-apicurio-source.ts';

/**
 * The options, with the embedded registry instead of Apicurio where a first start asks for that and has nothing to run it with, and
 * says so. A folder whose schemas are in Apicurio never goes on with another: the ids in its records are that one's.
 */
export async function askedRegistry<T extends Pick<StackOptions, 'dir' | 'registry' | 'onWarning'>>(
  options: T,
  config: StackConfig,
  find = findApicurioSource,
): Promise<T> {
  const { dir, registry, onWarning } = options;
  if (registry !== 'apicurio' || readKeptRegistry(dir) === 'apicurio') return options;
  const found = await find(config);
  if (found.source !== undefined) return options;
  onWarning?.(
    `no Apicurio Registry here: ${found.reasons.join('; ')}. The embedded registry keeps the schemas instead, and will in this folder from now on.`,
  );
  return { ...options, registry: 'embedded' };
}
