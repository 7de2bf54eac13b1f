/** A replay as the gateway answers it. */
export interface Replay {
  readonly replayId: string;
  readonly kind: string;
  readonly asOf: string | null;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly state: 'asked' | 'running' | 'done' | 'failed';
  readonly askedBy: string;
  readonly askedAt: string;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly preview: Preview;
  readonly done: number;
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly groups: readonly object[];
  readonly failure: string | null;
}

export interface Preview {
  readonly records: number;
  readonly releases?: number;
  readonly agencies: readonly string[];
  readonly estimatedSeconds: number;
}

export interface Differences {
  readonly items: readonly object[];
  readonly next: number | null;
}

const KINDS: Readonly<Record<string, string>> = {
  're-decide': 'Decide again',
  'compare-agreements': 'Compare agreements',
  redeliver: 'Deliver again',
};

const STATES: Readonly<Record<Replay['state'], { text: string; colour: string }>> = {
  asked: { text: 'To be approved', colour: 'yellow' },
  running: { text: 'Running', colour: 'blue' },
  done: { text: 'Done', colour: 'green' },
  failed: { text: 'Failed', colour: 'red' },
};

/** What each count means, for whoever reads a report. */
const MEANINGS: Readonly<Record<string, string>> = {
  equal: 'come out the same, byte for byte',
  engine: 'were made by another version of the rules',
  different: 'come out otherwise: look at each',
  erased: 'cannot be read any more, since the person was erased',
  'not-kept': 'cannot be decided again, since not everything was kept',
  release: 'were given again in full',
  trimmed: 'were given again, some fields withheld',
  superseded: 'were corrected since, so they were not given again',
  refused: 'may not be given any more',
  held: 'wait at their case, so they were not given again',
  'not-current': 'were about an interest that is not this person’s any more',
};

/** A replay in the words of its pages. Pure. */
export function describeReplay(replay: Replay) {
  const { kind, asOf, state, filter, counts, done, total } = replay;
  const of = asOf === null ? '' : `, by the inputs of ${asOf}`;
  return {
    ...replay,
    what: `${KINDS[kind] ?? kind}${of}`,
    stateTag: STATES[state],
    filters: listFilters(filter),
    results: Object.entries(counts).map(([name, count]) => ({
      ...{ name, count, meaning: MEANINGS[name] ?? '' },
    })),
    percent: total === 0 ? 100 : Math.floor((100 * done) / total),
  };
}

const NAMES: Readonly<Record<string, string>> = {
  changeId: 'Change',
  agency: 'Agency',
  caseReference: 'Case',
  subjectKey: 'Person',
  fact: 'Fact',
  since: 'Since',
  until: 'Until',
  partition: 'Partition',
  fromOffset: 'From offset',
  toOffset: 'To offset',
};

export const listFilters = (filter: Readonly<Record<string, unknown>>) =>
  Object.entries(filter).map(([name, value]) => ({
    ...{ name: NAMES[name] ?? name, value: String(value) },
    isTime: name === 'since' || name === 'until',
  }));
