import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** The service's own folder of programs and templates. */
export const SOURCES = path.join(import.meta.dirname, '..');
/** Where the templates of the two design systems begin. */
export const GOVUK = path.join(
  path.dirname(require.resolve('govuk-frontend/package.json')),
  'dist',
);
export const MOJ = path.dirname(require.resolve('@ministryofjustice/frontend/package.json'));
