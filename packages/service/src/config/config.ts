import { CONFIG_EXIT_CODE, ConfigError } from './parse-config.ts';

/** The failpoint this process is to die at; set by tests alone. */
export const activeFailpoint = process.env['TOLD_FAILPOINT'];

/** Runs `read`; when the environment is not fit to start on, says all that is wrong on stderr and exits with 78. */
export function readConfigOrExit<T>(read: (env: NodeJS.ProcessEnv) => T): T {
  try {
    return read(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
