// Completes package-lock.json after `npm install`: a registry that does not carry every platform's packages makes npm
// leave them out of the lock file, and then `npm ci` refuses ("Missing: … from lock file"). They are optional
// dependencies with exact versions, so their entries can be written without asking a registry. Download addresses are
// taken out as well, so that the lock file serves any registry.
//
//   node tools/complete-lockfile.mjs [package-lock.json]          writes
//   node tools/complete-lockfile.mjs --check [package-lock.json]  only says what it would do; 1 if anything
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OPERATING_SYSTEMS = [
  'darwin',
  'android',
  'freebsd',
  'openbsd',
  'netbsd',
  'openharmony',
  'sunos',
  'aix',
  'linux',
];
const PROCESSORS = ['arm64', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el', 'ia32', 'wasm32'];

/** What npm's `os`, `cpu` and `libc` say, read from the name: `@biomejs/cli-linux-x64-musl`. */
export function readPlatform(name) {
  const tail = name.split('/').pop();
  const os = /win32|windows|-win-/.test(tail.replace('darwin', ''))
    ? 'win32'
    : OPERATING_SYSTEMS.find((word) => tail.includes(word));
  const cpu =
    PROCESSORS.find((word) => tail.includes(word)) ??
    (/-arm(v7|-|$)|arm-?(eabi|gnu|musl)/.test(tail) ? 'arm' : undefined) ??
    (/x64|-64$/.test(tail) ? 'x64' : undefined);
  const libc = os === 'linux' ? /musl|gnu/.exec(tail)?.[0].replace('gnu', 'glibc') : undefined;
  return { os, cpu, libc };
}

/** Changes `lock` in place. Returns the names added, those it cannot judge, and how many addresses it took out. */
export function completeLock(lock) {
  const added = [];
  const skipped = [];
  for (const [name, version] of listOptional(lock)) {
    if (lock.packages[`node_modules/${name}`]?.version) continue;
    const { os, cpu, libc } = readPlatform(name);
    if (!/^\d/.test(version) || !(os || cpu)) {
      skipped.push(`${name}@${version}`);
      continue;
    }
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      dev: true,
      ...(libc && { libc: [libc] }),
      optional: true,
      ...(os && { os: [os] }),
    };
    added.push(name);
  }
  const stripped = stripAddresses(lock);
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { added, skipped, stripped };
}

function listOptional(lock) {
  const found = new Map();
  for (const entry of Object.values(lock.packages)) {
    const names = Object.entries(entry.optionalDependencies ?? {});
    const optionalPeers = Object.keys(entry.peerDependenciesMeta ?? {});
    for (const [name, version] of names)
      if (!optionalPeers.includes(name)) found.set(name, version);
  }
  return found;
}

/** Workspace links stay: their `resolved` is a folder. */
function stripAddresses(lock) {
  let stripped = 0;
  for (const entry of Object.values(lock.packages)) {
    if (!/^(git\+)?https?:/.test(entry.resolved ?? '')) continue;
    delete entry.resolved;
    stripped += 1;
  }
  return stripped;
}

function main(args) {
  const checks = args.includes('--check');
  const file = args.find((arg) => !arg.startsWith('--')) ?? 'package-lock.json';
  const text = readFileSync(file, 'utf8');
  const lock = JSON.parse(text);
  const { added, skipped, stripped } = completeLock(lock);
  for (const name of skipped) console.error(`left out, platform or exact version unknown: ${name}`);
  console.log(`${file}: ${added.length} platform entries missing, ${stripped} download addresses`);
  const completed = `${JSON.stringify(lock, null, 2)}\n`;
  if (checks) process.exitCode = added.length + stripped > 0 ? 1 : 0;
  else if (completed !== text) writeFileSync(file, completed);
}

// An older Node may run this, so import.meta.main is not asked.
if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
