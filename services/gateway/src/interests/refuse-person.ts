import { type Problem, problem } from '@told/service';

/** What is wrong with registering this case for this person. */
export function refusePerson(kind: 'other-person' | 'match-rejected'): Problem {
  return kind === 'match-rejected'
    ? problem('match-rejected', { errors: [{ pointer: '/person', code: 'match-rejected' }] })
    : problem('invalid-request', {
        detail: 'This case is registered for another person; a person must look.',
        errors: [
          {
            pointer: '/person',
            code: 'invalid-request',
            detail: 'is not whom this case is registered for',
          },
        ],
      });
}
