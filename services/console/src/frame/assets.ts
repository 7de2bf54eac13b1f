import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { GOVUK, MOJ, SOURCES } from './places.ts';

/** As the makers ship them, then our own few rules. */
const SHEETS = [
  path.join(GOVUK, 'govuk/govuk-frontend.min.css'),
  path.join(MOJ, 'moj/moj-frontend.min.css'),
  path.join(SOURCES, 'layout/console.css'),
];

const FONT_FACE = /@font-face\s*\{[^}]*\}/g;
const TYPEFACE = /["']?GDS Transport["']?\s*,\s*/g;

/** Crest and icons. */
const PICTURE = /url\([^)]*\)/g;

/** The typeface is licensed for services on GOV.UK alone, which this is none of; of their pictures no page has one. */
const withoutBrand = (css: string): string =>
  css.replaceAll(FONT_FACE, '').replaceAll(TYPEFACE, '').replaceAll(PICTURE, 'none');

const stylesheet = SHEETS.map((file) => withoutBrand(fs.readFileSync(file, 'utf8'))).join('\n');
const DIGEST_LENGTH = 16;
const digest = createHash('sha256').update(stylesheet).digest('hex').slice(0, DIGEST_LENGTH);

/** It changes with what it holds, so that a browser may keep it for ever. */
export const STYLESHEET_PATH = `/assets/console-${digest}.css`;

const PROGRAM = fileURLToPath(
  new URL('generated/verify-ledger.mjs', import.meta.resolve('@told/ledger')),
);
/** The program that auditors run without anything of ours, as @told/ledger ships it. */
export const VERIFIER = {
  fileName: path.basename(PROGRAM),
  text: fs.readFileSync(PROGRAM, 'utf8'),
} as const;

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#1d70b8"/><path d="M7 9h18v4h-7v12h-4V13H7z" fill="#fff"/></svg>`;

/** Everything that a page loads besides itself. */
export function addAssets(http: FastifyInstance): void {
  addFile(http, STYLESHEET_PATH, 'text/css; charset=utf-8', stylesheet);
  addFile(http, '/assets/icon.svg', 'image/svg+xml', ICON);
}

function addFile(http: FastifyInstance, at: string, mediaType: string, content: string): void {
  const bytes = Buffer.from(content);
  http.get(at, { config: { public: true }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(mediaType)
      .send(bytes),
  );
}
