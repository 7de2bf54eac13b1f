/** The part of the Compose specification that we use. */
export type Health = {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
};

type Condition = 'service_healthy' | 'service_completed_successfully';

export type Container = {
  readonly profiles: readonly string[];
  readonly image: string;
  readonly build?: { readonly context: string; readonly args: Readonly<Record<string, string>> };
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Files of /run/secrets. */
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: Condition }>>;
  readonly healthcheck?: Health;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  /** Its part of a full machine, where everybody else has 1,024. */
  readonly cpu_shares?: number;
  readonly mem_limit: string;
  readonly pids_limit: number;
  readonly stop_grace_period?: string;
  readonly restart: 'no' | 'unless-stopped';
  readonly read_only: true;
  readonly cap_drop: readonly ['ALL'];
  readonly security_opt: readonly ['no-new-privileges:true'];
  readonly logging: {
    readonly driver: 'json-file';
    readonly options: Readonly<Record<string, string>>;
  };
};

export type ComposeFile = {
  readonly name: string;
  readonly services: Readonly<Record<string, Container>>;
  readonly volumes: Readonly<Record<string, Readonly<Record<string, never>>>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};

/** What every container has in common: a file system that it cannot change, no privilege, and a log that does not fill the disk. */
export const CONFINED = {
  profiles: ['core'],
  read_only: true,
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
} as const;

const EVERY = { interval: '10s', timeout: '5s', retries: 6, start_period: '60s' } as const;

export const checkedBy = (...test: readonly string[]): Health => ({ test, ...EVERY });
