import { registerSchemas } from '@told/codec';
import type { ApicurioOptions } from './apicurio-settings.ts';
import type { Registry, RegistryKind } from './registry.ts';
import { startApicurio } from './start-apicurio.ts';
import { startEmbedded } from './start-embedded.ts';

export type RegistryOptions = ApicurioOptions & {
  readonly kind: RegistryKind;
  readonly agencies: readonly string[];
};

/** The registry of this kind, with every subject of `schemas/` registered. */
export async function startRegistry({
  kind,
  agencies,
  ...options
}: RegistryOptions): Promise<Registry> {
  const registry =
    kind === 'embedded'
      ? await startEmbedded(options.database, options.port)
      : await startApicurio(options);
  try {
    await registerSchemas({ registryUrl: registry.url, agencies });
    return registry;
  } catch (error) {
    await registry.close();
    throw error;
  }
}
