import { hash } from 'node:crypto';
import { joinBytes } from './join-bytes.ts';

export const SALT_BYTES = 16;

/** Binds an entry to a person or a case: whoever is given the salt can check it, and nobody else can guess it. */
export interface Commitments {
  subject(subjectKey: string): string;
  case(agency: string, caseReference: string): string;
}

/** SHA-256, hex, over the salt and what is committed to; `salt`: made for one entry, so that two entries about one person do not show it. */
export function commitWith(salt: Buffer): Commitments {
  const commit = (text: string): string => hash('sha256', joinBytes(salt, text), 'hex');
  return {
    subject: (subjectKey) => commit(`subject\n${subjectKey}`),
    case: (agency, caseReference) => commit(`case\n${agency}\n${caseReference}`),
  };
}
