import fs from 'node:fs';
import path from 'node:path';
import { SERVICE_LIST } from '@told/stack';

/** A place at which this service can be made to die. */
export interface Failpoint {
  /** As the stack names it. */
  readonly service: string;
  readonly name: string;
}

const ROOT = path.join(import.meta.dirname, '../../../..');
const CALL = /\bfailpoint\(\s*([^)]*?)\s*\)/g;
const LITERAL = /^'([a-z][a-z-]*)'$/;

/**
 * Every failpoint of every service that the stack runs, read from the code: a call of `failpoint` in a service's own folder or in a package
 * that it depends on. Throws TypeError for a name that is not written out, or written in two places: a death there would not say where.
 */
export function listFailpoints(root = ROOT): readonly Failpoint[] {
  const found = new Map<string, readonly string[]>();
  const namesIn = (room: string): readonly string[] => {
    const names = found.get(room) ?? readNames(path.join(root, room, 'src'));
    found.set(room, names);
    return names;
  };
  const listed = SERVICE_LIST.flatMap(({ name: service, folder }) =>
    roomsOf(root, `services/${folder}`).flatMap((room) =>
      namesIn(room).map((name): Failpoint => ({ service, name })),
    ),
  );
  const written = [...found.values()].flat();
  const twice = written.find((name, index) => written.indexOf(name) !== index);
  if (twice !== undefined) throw new TypeError(`the failpoint ${twice} is in two places`);
  return listed;
}

/** A service's folder and the packages of ours that it is made of, however indirectly. */
function roomsOf(root: string, room: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(room)) return [];
  seen.add(room);
  const manifest = fs.readFileSync(path.join(root, room, 'package.json'), 'utf8');
  const { dependencies = {} } = JSON.parse(manifest) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const ours = Object.keys(dependencies).filter((name) => name.startsWith('@told/'));
  const below = ours.flatMap((name) => roomsOf(root, name.replace('@told/', 'packages/'), seen));
  return [...below, room];
}

function readNames(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !isOfTests(file))
    .sort()
    .flatMap((file) => findNames(file, fs.readFileSync(path.join(folder, file), 'utf8')));
}

const isOfTests = (file: string): boolean => /\.test\.ts$|(^|\/)test\//.test(file);

/** Names of the calls in a source text; the function's own declaration is none. */
export function findNames(file: string, text: string): readonly string[] {
  return [...text.replaceAll(/function failpoint\([^)]*\)/g, '').matchAll(CALL)].map(
    ([, said = '']) => {
      const name = LITERAL.exec(said)?.[1];
      if (name === undefined)
        throw new TypeError(`${file}: a failpoint's name is written out, not ${said}`);
      return name;
    },
  );
}
