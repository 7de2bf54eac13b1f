import { loadAgreements } from '@told/agreements';
import { factFields } from '@told/codec';
import { createKeys, runEngine } from '@told/service';
import type { GatewayConfig } from './config.ts';
import { connectDecisions } from './connect-decisions.ts';
import { BATCHES, createRecordHandler } from './consume-records.ts';
import { createDecider } from './decisions/create-decider.ts';
import { CHANGES_TOPIC, codecUsesFor, outcomesTopicOf } from './topics.ts';

// Decides in a thread of its own: whoever withdraws a consent is answered while a batch is worked through.
await runEngine<GatewayConfig>({
  origin: 'gateway',
  uses: ({ agencies }) => codecUsesFor(agencies),
  async consumer(parts, config) {
    const { agencies, agreementsDir, agreementSet } = config;
    const { calendar, clock, codec } = parts;
    const { decisions } = connectDecisions({
      ...{ ...parts, agencies },
      keys: createKeys(config, { mayWrite: false }),
      agreements: await loadAgreements(agreementsDir, { set: agreementSet, facts: factFields }),
      moment: () => ({ businessDate: calendar.today(), nowMs: clock.nowMs() }),
    });
    return {
      group: 'gateway',
      topics: [CHANGES_TOPIC, ...agencies.map(outcomesTopicOf)],
      handle: createRecordHandler({ codec, decide: createDecider(decisions) }),
      ...BATCHES,
    };
  },
});
