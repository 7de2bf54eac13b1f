import { ROOT } from '../../repository.ts';
import { SECRETS_FOLDER } from '../secret-names.ts';
import { writeSecrets } from './write-secrets.ts';

await writeSecrets(ROOT);
process.stdout.write(`.env and ${SECRETS_FOLDER} hold the secrets of docker-compose.yml\n`);
