// A service for run-service.int.test.ts: does what its first argument says.
import { readConfigOrExit } from '../../config/config.ts';
import { parseConfig } from '../../config/parse-config.ts';
import { hyphenated, integer, optional, text } from '../../config/variables.ts';
import { createLogger } from '../../log/create-logger.ts';
import { failpoint } from '../failpoint.ts';
import { runService } from '../run-service.ts';

const behaviour = process.argv[2];
const config = readConfigOrExit((env) =>
  parseConfig(env, {
    service: hyphenated('TOLD_SERVICE'),
    stopDeadlineMs: integer('TOLD_STOP_DEADLINE_MS', { min: 1, max: 10_000 }),
    readyFile: optional(text('TOLD_READY_FILE')),
  }),
);
const logger = createLogger({ service: config.service, logLevel: 'debug' });

await runService({
  config,
  logger,
  start: async ({ fail, signal }) => {
    const alive = setInterval(() => undefined, 1_000);
    if (behaviour === 'start-fails') throw new Error('password=hunter2');
    if (behaviour === 'throws-later') setTimeout(() => Promise.reject(new Error('lost')), 50);
    if (behaviour === 'fails-later') setTimeout(() => fail(new Error('forked')), 50);
    if (behaviour === 'failpoint') setInterval(() => failpoint('after-commit'), 10);
    return {
      url: 'http://127.0.0.1:4711',
      stop: [
        [
          'http',
          async () => {
            if (!signal.aborted) throw new Error('not told');
            if (behaviour === 'hangs') await new Promise(() => undefined);
            if (behaviour === 'part-fails') throw new Error('socket');
          },
        ],
        ['consumers', async () => undefined],
        ['database', async () => clearInterval(alive)],
      ],
    };
  },
});
