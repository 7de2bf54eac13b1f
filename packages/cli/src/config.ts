/** What `told` reads from its environment. */
export interface CliConfig {
  /** https://no-color.org: any text but an empty one. */
  readonly noColour: boolean;
  readonly profile: string | undefined;
}

export const readCliConfig = (env: NodeJS.ProcessEnv = process.env): CliConfig => ({
  noColour: (env['NO_COLOR'] ?? '') !== '',
  profile: env['TOLD_PROFILE'] || undefined,
});
