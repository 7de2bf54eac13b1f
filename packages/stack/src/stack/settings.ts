import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { StackError } from '../errors.ts';
import { keepFile } from '../kept-file.ts';

/** What the first start on a data folder decides, since its records depend on it. */
export type Settings = {
  readonly logKind: 'embedded';
  readonly registry: 'embedded';
  /** Keys the subject keys and digests (ARCHITECTURE: area secret). */
  readonly areaSecret: string;
  /** `YYYY-MM-DD@<instant>`: the business date at that instant, and one day more every 24 hours. */
  readonly businessDate: string;
  /** Database login → password. */
  readonly passwords: Readonly<Record<string, string>>;
};

export type SettingsOptions = {
  readonly dir: string;
  readonly logKind: 'embedded';
  readonly logins: readonly string[];
  readonly businessDate: string | undefined;
  readonly now: Date;
};

/** The pilot's financial year 2010/11 has just begun; a Monday is the first day of a benefit week. */
const FIRST_BUSINESS_DATE = '2010-04-05';
const SECRET_BYTES = 32;

/** Throws `choice-changed` when the folder was made with another log or registry. */
export function keepSettings(options: SettingsOptions): Settings {
  const { dir, logKind, logins, businessDate, now } = options;
  return keepFile(path.join(dir, 'settings.json'), (kept: Settings | undefined) => {
    const choice = { logKind, registry: 'embedded' } as const;
    if (kept) refuseOtherChoice(kept, choice, dir);
    return {
      ...choice,
      areaSecret: kept?.areaSecret ?? makeSecret(),
      businessDate:
        businessDate ?? kept?.businessDate ?? `${FIRST_BUSINESS_DATE}@${now.toISOString()}`,
      passwords: {
        ...Object.fromEntries(logins.map((login) => [login, makeSecret()])),
        ...kept?.passwords,
      },
    };
  });
}

function refuseOtherChoice(
  kept: Settings,
  choice: Pick<Settings, 'logKind' | 'registry'>,
  dir: string,
): void {
  for (const name of ['logKind', 'registry'] as const) {
    if (kept[name] === choice[name]) continue;
    throw new StackError('choice-changed', {
      dir,
      what: name,
      kept: kept[name],
      asked: choice[name],
    });
  }
}

const makeSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
