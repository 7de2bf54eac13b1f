// The rules of the house that a program can check, each over plain file texts. ARCHITECTURE: imports point inward.
import { findImports, type Import, isTest, roomOf, type SourceFile } from './tidy-imports.ts';

export type { SourceFile } from './tidy-imports.ts';
export type Violation = { readonly rule: string; readonly path: string; readonly detail: string };
type Rule = (files: readonly SourceFile[]) => Violation[];

const PURE = ['identity', 'benefits', 'agreements', 'ledger'];
const SERVICE_ROOMS = ['agency-sdk', 'service', 'event-log', 'codec', ...PURE];
const ANY = 'any package';
/** Nothing imports what measures, and it may measure a part of a service by itself. */
const ANYTHING = 'any package and service';

/** Room → the rooms its product code may import. Rooms not named here are services. */
const DIRECTION: Readonly<Record<string, readonly string[] | typeof ANY | typeof ANYTHING>> = {
  ...Object.fromEntries(PURE.map((room) => [room, []])),
  codec: PURE,
  'event-log': PURE,
  'event-log-kafka': ['event-log'],
  service: ['event-log', 'event-log-kafka', 'codec', ...PURE],
  'agency-sdk': ['service', 'event-log', 'codec', ...PURE],
  stack: ANY,
  testing: ANY,
  cli: ANY,
  tools: ANY,
  bench: ANYTHING,
};
/** What a test may import besides: it starts things and makes people up. */
const TEST_ROOMS = ['testing', 'stack', 'tools', 'event-log', 'service'];

/** A pure room computes; these are the only parts of Node that do no more than that. */
const PURE_BUILTINS = ['node:crypto', 'node:util', 'node:buffer', 'node:assert'];

/** Module → rooms (or single files) whose product code may import it. */
const RESTRICTED: Readonly<Record<string, readonly string[]>> = {
  kafkajs: ['event-log-kafka'],
  avsc: ['codec'],
  '@kafkajs/confluent-schema-registry': ['codec'],
  pg: ['codec', 'event-log', 'service', 'stack', 'testing', 'cli', 'tools', 'bench'],
  fs: [
    'codec',
    'service',
    'stack',
    'testing',
    'cli',
    'tools',
    'bench',
    'packages/agreements/src/load.ts',
    // The stylesheets that the console serves.
    'services/console/src/frame/assets.ts',
    // The program that an auditor runs, and what is written from it.
    'packages/ledger/src/verifier/main.ts',
    'packages/ledger/src/generated/verify-ledger.mjs',
  ],
};

const FORBIDDEN_NAMES = [
  'util',
  'utils',
  'helper',
  'helpers',
  'manager',
  'data',
  'info',
  'common',
  'misc',
];
const LINES_MAX = 400;

const isCode = ({ path }: SourceFile): boolean => /\.(ts|mts|mjs|js)$/.test(path);
const isGenerated = ({ path }: SourceFile): boolean => path.includes('/generated/');
const inHouse = ({ path }: SourceFile): boolean => /^(packages|services|tools|bench)\//.test(path);

function checkImports(
  files: readonly SourceFile[],
  check: (file: SourceFile, found: Import) => string | undefined,
  rule: string,
): Violation[] {
  return files
    .filter((file) => isCode(file) && inHouse(file))
    .flatMap((file) =>
      findImports(file).flatMap((found) => {
        const detail = check(file, found);
        return detail ? [{ rule, path: file.path, detail }] : [];
      }),
    );
}

const checkDirection: Rule = (files) =>
  checkImports(
    files,
    (file, { room: target }) => {
      const room = roomOf(file.path);
      if (!room || !target || target === room) return undefined;
      const allowed = DIRECTION[room] ?? SERVICE_ROOMS;
      if (allowed === ANYTHING || (allowed === ANY && !isService(target))) return undefined;
      if (allowed !== ANY && allowed.includes(target)) return undefined;
      if (isTest(file.path) && TEST_ROOMS.includes(target)) return undefined;
      return `${room} must not import ${target}`;
    },
    'imports point inward',
  );

const isService = (room: string): boolean => DIRECTION[room] === undefined;

const checkRestricted: Rule = (files) =>
  checkImports(
    files,
    (file, { specifier, typeOnly }) => {
      const name = /^(node:)?fs(\/promises)?$/.test(specifier) ? 'fs' : specifier;
      const rooms = RESTRICTED[name];
      if (!rooms || typeOnly || (isTest(file.path) && ['fs', 'pg'].includes(name)))
        return undefined;
      if (rooms.includes(roomOf(file.path) ?? '') || rooms.includes(file.path)) return undefined;
      return `${name} is for ${rooms.join(', ')} only`;
    },
    'restricted modules',
  );

const checkPurity: Rule = (files) =>
  checkImports(
    files,
    (file, { specifier, typeOnly }) => {
      const pure = PURE.includes(roomOf(file.path) ?? '') && !isTest(file.path);
      if (!pure || typeOnly || !specifier.startsWith('node:')) return undefined;
      if (PURE_BUILTINS.includes(specifier) || RESTRICTED['fs']?.includes(file.path))
        return undefined;
      return `a pure room must not import ${specifier}`;
    },
    'pure rooms do nothing but compute',
  );

/** Packages whose product code needs each other, directly or by way of others. */
const checkCycles: Rule = (files) => {
  const graph = new Map<string, Set<string>>();
  for (const file of files.filter((one) => isCode(one) && !isTest(one.path))) {
    const room = roomOf(file.path);
    if (!room) continue;
    const targets = graph.get(room) ?? new Set();
    for (const { room: target } of findImports(file)) {
      if (target && target !== room) targets.add(target);
    }
    graph.set(room, targets);
  }
  return [...graph.keys()]
    .filter((room) => reaches(graph, room, room))
    .map((room) => ({
      rule: 'no cycles',
      path: room,
      detail: `${room} imports itself in the end`,
    }));
};

function reaches(
  graph: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  to: string,
): boolean {
  const seen = new Set(graph.get(from));
  for (const room of seen) for (const next of graph.get(room) ?? []) seen.add(next);
  return seen.has(to);
}

const checkNames: Rule = (files) =>
  files.filter(inHouse).flatMap(({ path }) => {
    const words = path.split('/').flatMap((part) => part.split('.')[0]?.split('-') ?? []);
    const word = words.find((one) => FORBIDDEN_NAMES.includes(one));
    if (word) return [{ rule: 'names that say something', path, detail: `"${word}" says nothing` }];
    const stem = path.split('/').pop() ?? '';
    if (!/\.(ts|mjs)$/.test(stem) || /^[a-z0-9]+([-.][a-z0-9]+)*$/.test(stem)) return [];
    return [{ rule: 'names that say something', path, detail: 'file names are kebab-case' }];
  });

const checkLength: Rule = (files) =>
  files
    .filter((file) => (isCode(file) || file.path.endsWith('.sql')) && !isGenerated(file))
    .filter(({ text }) => text.split('\n').length - 1 > LINES_MAX)
    .map(({ path }) => ({ rule: 'short files', path, detail: `more than ${LINES_MAX} lines` }));

const NOT_RUN =
  /\b(?:describe|test|it)(?:\.each)?\.(?:skip|only|todo|failing)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/;

const checkTestsRun: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.test.ts'))
    .flatMap(({ path, text }) => {
      const found = NOT_RUN.exec(text)?.[0];
      return found ? [{ rule: 'every test runs', path, detail: found }] : [];
    });

/** Folders of somebody's machine, and addresses that a lock file or program would download from. */
const FOREIGN_PLACES = [
  /(?<![\w.:/-])\/(?:work|root|Users|home\/\w+)\/\w/,
  /\.\.\/shared\//,
  /"resolved": "(?:git\+)?https?:/,
  /https?:\/\/[^\s"'`)]+\.(?:tgz|tar\.gz|zip|jar)\b/,
  /^registry ?=/m,
];

const checkPlaces: Rule = (files) =>
  files.flatMap(({ path, text }) =>
    FOREIGN_PLACES.flatMap((pattern) => {
      const found = pattern.exec(text)?.[0];
      return found ? [{ rule: 'no foreign places', path, detail: found.slice(0, 80) }] : [];
    }),
  );

const RULES: readonly Rule[] = [
  checkDirection,
  checkRestricted,
  checkPurity,
  checkCycles,
  checkNames,
  checkLength,
  checkTestsRun,
  checkPlaces,
];

export const findViolations = (files: readonly SourceFile[]): Violation[] =>
  RULES.flatMap((check) => check(files));
