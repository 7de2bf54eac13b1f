// What a container of one workspace holds: `node tools/collect-workspace.ts services/intake /collected`, after
// `npm ci --omit=dev --omit=optional -w services/intake`. No tests, no other service, nothing that only a developer needs.
import fs from 'node:fs';
import path from 'node:path';

type Manifest = { readonly name: string; readonly dependencies?: Readonly<Record<string, string>> };

/** Every process is started with the first; the image's health check is the second. */
const TOOLS = ['tools/check-node.mjs', 'tools/check-health.mjs'];

/** What a workspace reads besides its own folder and those of the packages that it depends on. */
const READS: Readonly<Record<string, readonly string[]>> = {
  'services/gateway': ['infra/agencies', 'infra/agreements'],
  // It prepares the databases of all services, the topics and the rights.
  'packages/stack': ['infra', 'services/*/migrations.json', 'services/*/sql', 'packages/*/sql'],
};

const WORKSPACE_FOLDERS = ['packages', 'services'];
/** Of a workspace's folder these stay behind. */
const LEFT_OUT = /(^|\/)(test|bench|README\.md|tsconfig\.json|node_modules\/\.cache)$|\.test\.ts$/;

/** Of packages: what only a person or a compiler reads. Licences go along. */
const UNREAD =
  /^node_modules\/(\.cache|\.package-lock\.json)$|^(?!.*licen[cs]e).*\.(d\.[cm]?ts|[cm]?[jt]s\.map|md|markdown)$/i;

/** The folders, relative to `root`, of a workspace and of every package of ours that it depends on. */
export function listFolders(root: string, workspace: string): readonly string[] {
  const folderOf = new Map(
    WORKSPACE_FOLDERS.flatMap((parent) =>
      fs.readdirSync(path.join(root, parent)).flatMap((name) => {
        const folder = `${parent}/${name}`;
        const manifest = readManifest(root, folder);
        return manifest === undefined ? [] : [[manifest.name, folder] as const];
      }),
    ),
  );
  const found = new Set<string>();
  const visit = (folder: string): void => {
    const manifest = readManifest(root, folder);
    if (manifest === undefined) throw new Error(`a workspace has a package.json: ${folder}`);
    if (found.has(folder)) return;
    found.add(folder);
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const next = folderOf.get(name);
      if (next !== undefined) visit(next);
    }
  };
  visit(workspace);
  return [...found];
}

function readManifest(root: string, folder: string): Manifest | undefined {
  const file = path.join(root, folder, 'package.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

/** Copies what the container holds into `out`, at the places that it has in the checkout. */
export function collectWorkspace(root: string, workspace: string, out: string): void {
  const copy = (place: string, leftOut?: RegExp): void =>
    fs.cpSync(path.join(root, place), path.join(out, place), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !leftOut?.test(path.relative(root, source)),
    });
  const folders = listFolders(root, workspace);
  for (const folder of folders) copy(folder, LEFT_OUT);
  for (const place of ['package.json', ...TOOLS]) copy(place);
  for (const pattern of READS[workspace] ?? []) {
    for (const place of fs.globSync(pattern, { cwd: root })) copy(place, LEFT_OUT);
  }
  copy('node_modules', UNREAD);
  dropLinks(out, new Set(folders));
}

/** npm links every workspace; a link to one that stayed behind leads nowhere. */
function dropLinks(out: string, folders: ReadonlySet<string>): void {
  const scope = path.join(out, 'node_modules/@told');
  for (const name of fs.readdirSync(scope)) {
    const link = path.join(scope, name);
    const place = path.relative(out, path.resolve(scope, fs.readlinkSync(link)));
    if (!folders.has(place)) fs.rmSync(link);
  }
}

if (import.meta.main) {
  const [workspace, out] = process.argv.slice(2);
  if (workspace === undefined || out === undefined) {
    console.error('Usage: node tools/collect-workspace.ts <workspace> <folder>');
    process.exit(1);
  }
  collectWorkspace(process.cwd(), workspace, path.resolve(out));
}
