import path from 'node:path';

/** The stack runs from a checkout: the services' programs, migrations and the reviewed files of infra/ lie beside it. */
export const ROOT = path.resolve(import.meta.dirname, '../../..');

export const INFRA = path.join(ROOT, 'infra');
export const SERVICES = path.join(ROOT, 'services');
export const PACKAGES = path.join(ROOT, 'packages');
export const CHECK_NODE = path.join(ROOT, 'tools/check-node.mjs');
/** What a start fetched or made once for all others; removed with node_modules. */
export const CACHE = path.join(ROOT, 'node_modules/.cache/told-once');
