import fs from 'node:fs';
import { PAGE, RESULTS } from '../places.ts';
import { readResults } from '../result.ts';
import { renderPage } from './render-page.ts';

// npm run build -w @told/bench
fs.writeFileSync(PAGE, renderPage(readResults(RESULTS)));
