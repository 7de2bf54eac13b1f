const LENGTH_MAX = 2_000;
/** Only our own paths: `//host` and `/\host` lead elsewhere in a browser, and a control character may be left out by it. */
const OWN = /^\/(?![/\\])[^\\\p{Cc}]*$/u;

/** A place of ours to go on to; whatever leads elsewhere is the first page. */
export const ownPath = (path: string | undefined): string =>
  path !== undefined && path.length <= LENGTH_MAX && OWN.test(path) ? path : '/';
