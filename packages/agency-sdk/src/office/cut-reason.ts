/** Of an outcome's reason, in characters. */
const REASON_LENGTH_MAX = 80;

export const cutReason = (reason: string): string => reason.slice(0, REASON_LENGTH_MAX);
