import process from 'node:process';
import { pathToFileURL } from 'node:url';

// Has each configuration read an environment of its own: `[[file, environment], …]` as JSON. The first that refuses ends it all.
const wanted = JSON.parse(process.argv[2] ?? '[]') as readonly [string, NodeJS.ProcessEnv][];
const { env: own } = process;
for (const [index, [file, env]] of wanted.entries()) {
  for (const name of Object.keys(own)) delete own[name];
  Object.assign(own, env);
  // One file is read for several processes: each time as a module of its own.
  await import(`${pathToFileURL(file)}?${index}`);
}
