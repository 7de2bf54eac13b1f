import os from 'node:os';
import path from 'node:path';

/** A browser of the machine's own, instead of the one that comes with npm. */
export const givenBrowser = process.env['CHROMIUM_PATH'];

/** Where the pictures of docs/ are written to; undefined: nowhere, as in any ordinary run. */
export const picturesDir = process.env['CONSOLE_PICTURES'];

const UNPACKED = path.join(os.tmpdir(), 'told-chromium-153');

/** What @sparticuz/chromium looks at when it is loaded: which libraries it brings along, and where it unpacks itself. */
export function prepareBundledBrowser(): string {
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
  process.env['TMPDIR'] = UNPACKED;
  return UNPACKED;
}
