import { type ActionPorts, createBatcher, type Database, failpoint, problem } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { readCapacities } from '../agencies/queries.ts';
import { addBulk } from './bulk-route.ts';
import { addDrift } from './drift-route.ts';
import { addEnd } from './end-route.ts';
import { createRefusalForeseer } from './foresee-refusal.ts';
import type { Registered, Registration } from './interest.ts';
import { addList } from './list-route.ts';
import type { InterestPorts } from './ports.ts';
import { createRegistrationReader } from './read-registration.ts';
import { addRecall } from './recall-route.ts';
import { refusePerson } from './refuse-person.ts';
import { registerInterests } from './register-interests.ts';
import { addRegister, type Register } from './register-route.ts';
import type { PersonResolver } from './resolve-persons.ts';
import { createCaseSettler } from './settle-case.ts';

export interface InterestRoutePorts extends InterestPorts, ActionPorts {
  readonly db: Database;
  readonly resolve: PersonResolver;
  /** The agencies that this process runs for. */
  readonly agencies: ReadonlySet<string>;
  /** Business date. */
  readonly today: () => string;
}

/** Interests a transaction. */
const BATCH_MAX = 500;
const WAITING_MAX = 10_000;

/** Everything an agency does with its own interests. Registrations of the same moment share a transaction. */
export function addInterestRoutes(
  http: FastifyInstance,
  ports: InterestRoutePorts,
): { drain(): Promise<void> } {
  const read = createRegistrationReader(ports.resolve, createRefusalForeseer(ports.db));
  const settleCase = createCaseSettler(ports.db, ports.resolve);
  const keep = createBatcher<Registration, Registered>({
    run: async (wanted) => {
      const answers = await ports.db.transaction((tx) => registerInterests(tx, wanted, ports));
      failpoint('interests-committed');
      return answers;
    },
    maxItems: BATCH_MAX,
    maxQueued: WAITING_MAX,
    lingerMs: 0,
  });
  const openRegister = async (agency: string): Promise<Register> => {
    const capacities = ports.agencies.has(agency)
      ? await readCapacities(ports.db, agency)
      : undefined;
    if (capacities === undefined) throw problem('unknown-agency');
    return async (asked) => {
      if (!capacities.has(asked.capacity)) {
        throw problem('capacity-unknown', {
          errors: [{ pointer: '/capacity', code: 'capacity-unknown' }],
        });
      }
      const registration = await read(agency, asked);
      const kept = await keep(registration);
      if (!('interest' in kept)) {
        await settleCase.refused(registration);
        throw refusePerson(kept.kind);
      }
      await settleCase(kept.interest);
      return kept;
    };
  };
  addRegister(http, openRegister);
  addBulk(http, openRegister);
  addList(http, ports.db);
  addEnd(http, ports);
  addRecall(http, ports);
  addDrift(http, ports);
  return {
    async drain() {
      await read.drain();
      await keep.drain();
      await settleCase.drain();
    },
  };
}
