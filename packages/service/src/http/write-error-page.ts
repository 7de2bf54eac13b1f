import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderErrorPage } from './render-error-page.ts';

// npm run build -w @told/service
const page = join(import.meta.dirname, '../../../../docs/reference/errors.md');
mkdirSync(dirname(page), { recursive: true });
writeFileSync(page, renderErrorPage());
