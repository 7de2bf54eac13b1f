import type { Connection } from '../connect.ts';
import { sendLines } from './send-lines.ts';

/** The door that lines go through. */
export interface LineSender {
  /** Resolves with an answer for each line that is not blank, by its number in `body`. Throws CliError `refused` for the whole, or `unavailable`. */
  send(body: Buffer, mediaType: string): Promise<readonly object[]>;
  close(): Promise<void>;
}

/** Lines as the body of a POST to one of a service's bulk routes. */
export const sendOverHttp = (
  connection: Connection,
  to: { readonly service: string; readonly path: string },
): LineSender => ({
  send: (body, mediaType) => sendLines<object>(connection, { ...to, mediaType, body }),
  close: () => Promise.resolve(),
});
