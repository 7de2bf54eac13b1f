import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../repository.ts';

const run = promisify(execFile);

/**
 * What the Dockerfile does for each workspace, in folders: the context as .dockerignore leaves it, npm ci for production, and what of it goes
 * into the image. Resolves with each workspace's folder, which is an image's /app.
 */
export async function makeImages(
  workspaces: readonly string[],
  dir: string,
  say: (what: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const images = new Map<string, string>();
  for (const workspace of workspaces) {
    const startedMs = performance.now();
    const source = path.join(dir, 'source', workspace);
    const app = path.join(dir, 'app', workspace);
    await copyContext(source);
    await run('npm', ['ci', '--omit=dev', '--omit=optional', '--ignore-scripts', '-w', workspace], {
      cwd: source,
    });
    await run(process.execPath, ['tools/collect-workspace.ts', workspace, app], { cwd: source });
    fs.rmSync(source, { recursive: true });
    images.set(workspace, app);
    const files = listFiles(app);
    refuseStrays(workspace, app, files);
    const megabytes = files.reduce((sum, file) => sum + fs.lstatSync(file).size, 0) / 1e6;
    const seconds = (performance.now() - startedMs) / 1000;
    say(
      `${workspace}: ${files.length} files, ${megabytes.toFixed(1)} MB, in ${seconds.toFixed(1)} s`,
    );
  }
  return images;
}

/** The committed and new files that the engine would be sent. */
async function copyContext(to: string): Promise<void> {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard'], {
    ...{ cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
  });
  const isSent = readIgnored(fs.readFileSync(path.join(ROOT, '.dockerignore'), 'utf8'));
  for (const file of stdout.split('\n').filter((one) => one !== '' && isSent(one))) {
    const from = path.join(ROOT, file);
    if (!fs.existsSync(from)) continue; // removed and not yet committed
    fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    fs.copyFileSync(from, path.join(to, file));
  }
}

/** Of .dockerignore's language the part that ours speaks: `*` first, then `!place`, then patterns that hold at any depth. */
function readIgnored(text: string): (file: string) => boolean {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const places = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const patterns = lines.filter((line) => line !== '*' && !line.startsWith('!'));
  return (file) =>
    places.some((place) => file === place || file.startsWith(`${place}/`)) &&
    !patterns.some((pattern) => path.matchesGlob(file, pattern));
}

const listFiles = (dir: string): readonly string[] =>
  fs
    .readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Tests of ours, what belongs to one machine, and packages that only develop. */
const STRAY =
  /^(packages|services)\/.*\.test\.ts$|^\.(env|git|told)|node_modules\/(jest|typescript|testcontainers|@biomejs)\//;

function refuseStrays(workspace: string, app: string, files: readonly string[]): void {
  const stray = files.filter((file) => STRAY.test(path.relative(app, file)));
  const dangling = files.filter((file) => !fs.existsSync(file));
  if (stray.length + dangling.length === 0) return;
  throw new Error(`${workspace} has what no image needs: ${[...stray, ...dangling].join(', ')}`);
}
