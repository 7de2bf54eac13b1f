import type { BrokerAccess } from '@told/event-log-kafka';
import type { Issuer } from '../issuer/start-issuer.ts';
import { writePrivately } from '../kept-file.ts';
import type { RegistryKind } from '../registry/registry.ts';

/** `.told/stack.json`: all that another program, in any language, needs to join in. Holds secrets; its owner's only. */
export type StackFile = {
  /** The process that runs the stack. */
  readonly pid: number;
  readonly startedAt: string;
  /** What the services take for today: `YYYY-MM-DD@<instant>`, one day more every 24 hours. */
  readonly businessDate: string;
  readonly services: Readonly<Record<string, { readonly url: string }>>;
  /** Pages for people, once they are started. */
  readonly console?: { readonly url: string };
  /** Each service's database, as its own login. */
  readonly databases: Readonly<Record<string, string>>;
  readonly log:
    | {
        readonly kind: 'embedded';
        readonly brokers: readonly [];
        /** The embedded log's database, as a login that may also create topics. */
        readonly url: string;
      }
    | ({
        readonly kind: 'kafka';
        /** Of a secured log, each user that is not the administrator, with its password; that one's own access is here too. */
        readonly users?: Readonly<Record<string, string>>;
        /** For programs that show a certificate for a login: `<user>.pem` and `<user>.key` in this folder. */
        readonly certificates?: { readonly brokers: readonly string[]; readonly dir: string };
      } & BrokerAccess);
  /** `url` is where Confluent's interface begins: `<url>/subjects`. */
  readonly registry: { readonly kind: RegistryKind; readonly url: string };
  readonly auth: Pick<Issuer, 'issuer' | 'tokenUrl' | 'jwksUrl' | 'audience'>;
  readonly clients: Issuer['clients'];
  /** Where one is kept, the ledger's id, and the key that verifies its heads, as it is published (`name+keyid+key`). */
  readonly ledger?: { readonly id: string; readonly key: string };
};

export const writeStackFile = (file: string, content: StackFile): void =>
  writePrivately(file, content);
