import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { readMembers } from '../../stack/infra.ts';
import { describeCompose } from '../compose/describe-compose.ts';
import { checkArea } from './check-area.ts';
import { makeImages } from './make-images.ts';

// `npm run check:image`: what can be known of the images and of docker-compose.yml without a container engine.
const say = (what: string): void => void process.stdout.write(`${what}\n`);
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-images-'));
// Others must be able to read what they are started from.
fs.chmodSync(dir, 0o755);
try {
  const file = describeCompose(await readMembers());
  const workspaces = new Set(
    Object.values(file.services).flatMap(({ build }) => build?.args['WORKSPACE'] ?? []),
  );
  say('making what the images hold, as the Dockerfile does');
  const images = await makeImages([...workspaces], dir, say);
  say('running docker-compose.yml on this machine, from those folders');
  await checkArea(file, images, dir, say);
  say('all as it must be; what only an engine can show was not looked at');
} finally {
  fs.rmSync(dir, { recursive: true, force: true });
}
