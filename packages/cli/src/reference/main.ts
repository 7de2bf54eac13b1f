import fs from 'node:fs';
import { renderPages } from './render-pages.ts';

// npm run build -w @told/cli
for (const [file, text] of await renderPages()) fs.writeFileSync(file, text);
