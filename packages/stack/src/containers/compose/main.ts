import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../repository.ts';
import { readMembers } from '../../stack/infra.ts';
import { describeCompose, formatCompose } from './describe-compose.ts';

fs.writeFileSync(
  path.join(ROOT, 'docker-compose.yml'),
  formatCompose(describeCompose(await readMembers())),
);
