import type { Agency } from '@told/agreements';
import type { Clock, Database, Logger } from '@told/service';
import { keepAgencies } from './keep-agencies.ts';

/** Puts the files of this start in force before anything is decided, and says which of them had been replaced before. */
export async function startAgencies(
  { db, clock, logger }: { readonly db: Database; readonly clock: Clock; readonly logger: Logger },
  files: readonly Agency[],
): Promise<void> {
  const answers = await db.transaction((tx) => keepAgencies(tx, files, clock));
  for (const { kind, agency } of answers) {
    if (kind !== 'superseded') continue;
    logger.warn(
      { agency: agency.agency },
      'this agency file has been replaced since it was in force: "told agencies apply" puts it back',
    );
  }
}
