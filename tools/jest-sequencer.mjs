// Suites that start services wait for processes, all others compute: taken in turns, they do not all start theirs at once, and the run does not
// end with one worker busy and the others idle.
import Sequencer from '@jest/test-sequencer';

const STARTS_SERVICES = /\.(e2e|kafka|apicurio)\.test\.ts$/;
/** Takes minutes, and nothing before a first run says so. */
const LONGEST = /failpoints\.e2e\.test\.ts$/;

export default class TakeInTurns extends Sequencer {
  async sort(tests) {
    return takeInTurns(await super.sort(tests));
  }
}

/** Keeps the order within both kinds, but for the longest one, which comes first. */
export function takeInTurns(tests) {
  const starting = tests.filter(({ path }) => STARTS_SERVICES.test(path));
  const others = tests.filter(({ path }) => !STARTS_SERVICES.test(path));
  const longest = starting.findIndex(({ path }) => LONGEST.test(path));
  if (longest > 0) starting.unshift(...starting.splice(longest, 1));
  const share = Math.floor(others.length / Math.max(1, starting.length));
  const turns = starting.flatMap((one) => [one, ...others.splice(0, share)]);
  return [...turns, ...others];
}
