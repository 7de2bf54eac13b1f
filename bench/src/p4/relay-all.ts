import { startRelay } from '@told/service';
import { type GatewayParts, SILENT } from './gateway-parts.ts';

/** Relays until the log has acknowledged so many records and the outbox is rid of them. */
export async function relayAll(
  { db, log }: Pick<GatewayParts, 'db' | 'log'>,
  records: number,
): Promise<void> {
  let sent = 0;
  let finish = (): void => undefined;
  const allSent = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const relay = startRelay({
    ...{ db, log, logger: SILENT },
    onSent(round) {
      sent += round.records;
      if (sent >= records) finish();
    },
  });
  await allSent;
  await relay.stop();
}
