import fs from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { givenBrowser, prepareBundledBrowser } from './config.ts';

const OF_THE_MACHINE = '/usr/bin/chromium';
/** As root, in a container or a test machine, Chromium has no sandbox to offer. */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'];

/** A real browser: CHROMIUM_PATH, else that of the machine, else the one that comes with npm. Rejects, and says what to do, where there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  try {
    return await chromium.launch({ executablePath, args: ARGUMENTS, headless: true });
  } catch (cause) {
    throw new Error(
      `no browser: ${executablePath} does not start, and no page was looked at. Fix: set CHROMIUM_PATH to one that does.`,
      { cause },
    );
  }
}

async function findBrowser(): Promise<string> {
  if (givenBrowser !== undefined) return givenBrowser;
  if (fs.existsSync(OF_THE_MACHINE)) return OF_THE_MACHINE;
  fs.mkdirSync(prepareBundledBrowser(), { recursive: true });
  const { default: bundled } = await import('@sparticuz/chromium');
  return bundled.executablePath();
}
