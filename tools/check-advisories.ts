// `npm run advisories`: is any dependency known to be unsafe? Ends with 0 (none that is high or critical), 1 (some), or 69 (the registry
// does not say: sysexits.h EX_UNAVAILABLE). Exceptions are reviewed in tools/advisory-exceptions.json.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type Advisory, type Exception, judgeAdvisories, readReport } from './judge-advisories.ts';

const EXIT_FOUND = 1;
const EXIT_UNAVAILABLE = 69;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
const ROOT = path.join(import.meta.dirname, '..');

const exceptions = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, 'advisory-exceptions.json'), 'utf8'),
) as readonly Exception[];

/** npm ends with 1 when it finds something, and says it all the same. */
const said = await new Promise<string>((resolve) => {
  const settings = { cwd: ROOT, maxBuffer: OUTPUT_BYTES_MAX };
  execFile('npm', ['audit', '--json', '--package-lock-only'], settings, (_error, stdout) =>
    resolve(stdout),
  );
});

const report = readReport(said);
if (report === undefined) {
  console.error(
    `The registry says nothing of advisories, so nothing is known of them:\n${said.slice(0, 300)}`,
  );
  process.exitCode = EXIT_UNAVAILABLE;
} else {
  const { refused, excepted, minor, idle } = judgeAdvisories(
    report,
    exceptions,
    new Date().toISOString().slice(0, 10),
  );
  list('refused', refused);
  list('excepted', excepted);
  list('minor', minor);
  for (const { id } of idle) console.log(`exception without use: ${id}`);
  console.log(`${refused.length} refused, ${excepted.length} excepted, ${minor.length} minor`);
  if (refused.length > 0) process.exitCode = EXIT_FOUND;
}

function list(kind: string, advisories: readonly Advisory[]): void {
  for (const one of advisories) {
    console.log(`${kind}: ${one.package} ${one.severity} ${one.id} ${one.title}`);
  }
}
