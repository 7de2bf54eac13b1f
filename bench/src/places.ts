import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../..');
export const RESULTS = path.join(ROOT, 'bench/results');
export const PAGE = path.join(ROOT, 'docs/reference/performance.md');
