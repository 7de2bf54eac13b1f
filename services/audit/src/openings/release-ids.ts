import { takingBackIdOf } from '@told/identity';
import type { Facts } from '../entries/entry.ts';

/** What a decision gave, and the releases by which the gateway has it erased: the ids that answers will name. */
export function releaseIdsOf(facts: Facts): readonly string[] {
  return recipientsOf(facts).flatMap(({ releaseId }) =>
    typeof releaseId === 'string' ? [releaseId, takingBackIdOf(releaseId, 'erased', [])] : [],
  );
}

/** Whether a decision was made once nobody could read the change any more. */
export const isOfErased = (facts: Facts): boolean =>
  recipientsOf(facts).some(({ reason }) => reason === 'erased');

const recipientsOf = ({ recipients }: Facts): readonly Facts[] =>
  Array.isArray(recipients) ? (recipients as readonly Facts[]) : [];
