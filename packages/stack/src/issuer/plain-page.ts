import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** A page without script; `body` is HTML. */
export type PlainPage = { readonly title: string; readonly body: string };

const STYLE = `body{font:1.1rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c;background:#fff}
button{font:inherit;padding:.5rem 1rem;margin:.25rem 0;cursor:pointer}li{margin:0 0 1rem}ul{padding:0;list-style:none}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export const writePlainPage = ({ title, body }: PlainPage): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>` +
  `<style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;

/** `formTargets`: where a form's answer may lead; a browser looks at every step of the way. */
export const headersOfPage = (formTargets: string): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self' ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
});

export function sendPlainPage(
  response: ServerResponse,
  status: number,
  page: PlainPage,
  formTargets = '',
): void {
  const text = writePlainPage(page);
  response.writeHead(status, {
    ...headersOfPage(formTargets),
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
