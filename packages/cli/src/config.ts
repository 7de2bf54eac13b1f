/** What `told` reads from its environment. */
export interface CliConfig {
  /** https://no-color.org: any text but an empty one. */
  readonly noColour: boolean;
  /** Whether what is written is kept as a log, as builds do (CI): nothing is then drawn over. */
  readonly isLogged?: boolean;
  readonly profile: string | undefined;
}

export const readCliConfig = (env: NodeJS.ProcessEnv = process.env): CliConfig => ({
  noColour: (env['NO_COLOR'] ?? '') !== '',
  isLogged: (env['CI'] ?? '') !== '',
  profile: env['TOLD_PROFILE'] || undefined,
});
