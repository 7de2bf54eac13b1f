/** What the command line asks of the demo. */
export interface DemoOptions {
  readonly once?: boolean;
  readonly households: number;
  readonly changes: number;
  readonly seed: number;
  readonly dir: string;
}
