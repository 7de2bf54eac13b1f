import type { BrokerAccess } from '../broker-access.ts';
import { createScramSteps, type SaslOptions } from './kafkajs-parts.ts';

/**
 * A login by SCRAM-SHA-512 with kafkajs' own steps. kafkajs takes whatever stops them for a wrong password, also a connection
 * that broke: here the failure stays what it was.
 */
export function describeLogin(login: NonNullable<BrokerAccess['login']>): SaslOptions {
  const prepare = createScramSteps(login);
  return {
    mechanism: 'SCRAM-SHA-512',
    authenticationProvider({ saslAuthenticate, ...rest }) {
      let failure: unknown;
      const steps = prepare({
        ...rest,
        saslAuthenticate: (step) =>
          saslAuthenticate(step).catch((error: unknown) => {
            failure = error;
            throw error;
          }),
      });
      return {
        authenticate: () =>
          steps.authenticate().catch((error: unknown) => {
            throw failure ?? error;
          }),
      };
    },
  };
}
