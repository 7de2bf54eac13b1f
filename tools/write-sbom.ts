// `npm run sbom`: for each service what it ships, as CycloneDX in sbom/<service>.cdx.json. `npm run sbom -- services/intake` for one.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.join(import.meta.dirname, '..');
const OUT = path.join(ROOT, 'sbom');
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

type Component = {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly unknown[];
  readonly hashes?: readonly unknown[];
};
export type Sbom = {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly {
    readonly ref: string;
    readonly dependsOn?: readonly string[];
  }[];
};

/** The bill of what is shipped: its own component at the head, and of everything else only what is in `shipped`. Throws when something is not in the bill at all. */
export function pruneSbom(whole: Sbom, own: string, shipped: ReadonlySet<string>): Sbom {
  const components = whole.components.filter((one) => shipped.has(one['bom-ref']));
  const component = components.find((one) => one['bom-ref'] === own);
  const known = new Set(components.map((one) => one['bom-ref']));
  const missing = [...shipped].filter((ref) => !known.has(ref));
  if (component === undefined || missing.length > 0) {
    throw new Error(`npm's bill of materials lacks what is shipped: ${missing.join(', ') || own}`);
  }
  return {
    ...whole,
    metadata: { ...whole.metadata, component },
    components: components.filter((one) => one !== component),
    dependencies: whole.dependencies
      .filter(({ ref }) => shipped.has(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: dependsOn.filter((other) => shipped.has(other)),
      })),
  };
}

/** What `npm ci --omit=dev --omit=optional -w <workspace>` installs, by the lock file. */
export async function describeShipped(workspace: string): Promise<Sbom> {
  const places = await runNpm('ls', '-w', workspace, ...LOCKED, '--all', '--parseable', ...OMITTED);
  // npm's own bill leaves out whatever a development dependency of the root happens to be too, so that it is asked for all of it.
  const whole = await runNpm('sbom', '-w', workspace, ...LOCKED, '--sbom-format=cyclonedx');
  const { packages } = JSON.parse(read('package-lock.json')) as LockFile;
  const refOf = (place: string): string => {
    const entry = packages[place];
    // A workspace is a link to its folder.
    if (entry?.link === true && entry.resolved !== undefined) return refOf(entry.resolved);
    return `${entry?.name ?? place.split('node_modules/').at(-1)}@${entry?.version}`;
  };
  const shipped = places
    .split('\n')
    .map((place) => path.relative(ROOT, place))
    .filter((place) => place.startsWith('node_modules'))
    .map(refOf);
  return pruneSbom(JSON.parse(whole) as Sbom, refOf(workspace), new Set(shipped));
}

type LockFile = {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly name?: string;
        readonly version?: string;
        readonly resolved?: string;
        readonly link?: true;
      }
    >
  >;
};

const LOCKED = ['--package-lock-only'];
const OMITTED = ['--omit=dev', '--omit=optional'];
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

async function runNpm(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', args, {
    ...{ cwd: ROOT, maxBuffer: OUTPUT_BYTES_MAX },
  });
  return stdout;
}

if (import.meta.main) {
  const asked = process.argv.slice(2);
  const workspaces = asked.length > 0 ? asked : fs.globSync('services/*', { cwd: ROOT }).sort();
  fs.mkdirSync(OUT, { recursive: true });
  for (const workspace of workspaces) {
    const sbom = await describeShipped(workspace);
    const file = path.join(OUT, `${path.basename(workspace)}.cdx.json`);
    fs.writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
    console.log(`${path.relative(ROOT, file)}: ${sbom.components.length} components`);
  }
}
