import { CONFLICTS } from './conflict-list.ts';

/**
 * Every problem a service of ours answers with, by code (RFC 9457). `retryable`: the same request may succeed later, unchanged.
 * docs/reference/errors.md is written from this list by src/http/write-error-page.ts, and a test compares the two.
 */
export const PROBLEMS = {
  'malformed-request': {
    status: 400,
    title: 'Malformed request',
    meaning: 'the request line, a header or the path cannot be read',
    retryable: false,
  },
  'malformed-json': {
    status: 400,
    title: 'Malformed JSON',
    meaning: 'the body is empty, is not JSON, or is not valid UTF-8',
    retryable: false,
  },
  'malformed-csv': {
    status: 400,
    title: 'Malformed CSV',
    meaning:
      'the line is not CSV (RFC 4180) in UTF-8, has not as many cells as its header, or does not end',
    retryable: false,
  },
  'forbidden-key': {
    status: 400,
    title: 'Forbidden key',
    meaning: 'an object of the body has a key __proto__, or a constructor with a prototype',
    retryable: false,
  },
  'repeated-key': {
    status: 400,
    title: 'Repeated key',
    meaning: 'an object of the body has the same key twice, and which one counts is not guessed',
    retryable: false,
  },
  'too-deep': {
    status: 400,
    title: 'Too deeply nested',
    meaning: 'the body nests objects or arrays more than 20 deep',
    retryable: false,
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'Idempotency-Key missing',
    meaning: 'this request needs an Idempotency-Key header, so that it can be repeated safely',
    retryable: false,
  },
  'idempotency-key-malformed': {
    status: 400,
    title: 'Idempotency-Key malformed',
    meaning:
      'the Idempotency-Key is not 1 to 200 visible ASCII characters, or was sent more than once',
    retryable: false,
  },
  unauthorized: {
    status: 401,
    title: 'Not authenticated',
    meaning: 'the bearer token is missing, expired, not ours, or signed in a way we do not accept',
    retryable: false,
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    meaning: 'the token is valid but does not carry the scope this route needs',
    retryable: false,
  },
  'wrong-agency': {
    status: 403,
    title: 'Another agency’s affair',
    meaning: 'an agency acts only as itself, and this belongs to another',
    retryable: false,
  },
  'unknown-agency': {
    status: 403,
    title: 'Unknown agency',
    meaning: 'the agency named is not one of this deployment (infra/agencies)',
    retryable: false,
  },
  'replay-own': {
    status: 403,
    title: 'Asked by the same client',
    meaning: 'whoever asked for a replay that writes does not approve it: a second person does',
    retryable: false,
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: 'no such address, or nothing there that this caller may see',
    retryable: false,
  },
  'beyond-the-head': {
    status: 404,
    title: 'Beyond the head',
    meaning: 'no signed head of the ledger covers so many entries yet',
    retryable: true,
  },
  'change-unknown': {
    status: 404,
    title: 'Change unknown',
    meaning: 'no such change, or none that this agency sent',
    retryable: false,
  },
  'interest-unknown': {
    status: 404,
    title: 'Interest unknown',
    meaning: 'no such interest, or none that this agency registered',
    retryable: false,
  },
  'match-review-unknown': {
    status: 404,
    title: 'Match review unknown',
    meaning: 'no such match review, or none about a case of this agency',
    retryable: false,
  },
  'consent-unknown': {
    status: 404,
    title: 'Consent unknown',
    meaning: 'no such consent, or none that this agency recorded or is the recipient of',
    retryable: false,
  },
  'incident-unknown': {
    status: 404,
    title: 'Incident unknown',
    meaning: 'no incident has this id',
    retryable: false,
  },
  'replay-unknown': {
    status: 404,
    title: 'Replay unknown',
    meaning: 'no replay has this id',
    retryable: false,
  },
  'agreement-unknown': {
    status: 404,
    title: 'Agreement unknown',
    meaning: 'no agreement with this id is loaded',
    retryable: false,
  },
  'case-unknown': {
    status: 404,
    title: 'Case unknown',
    meaning: 'this office has no case with that reference',
    retryable: false,
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    meaning:
      'the address exists but does not take this method; the Allow header names those it takes',
    retryable: false,
  },
  'request-timeout': {
    status: 408,
    title: 'Request too slow',
    meaning: 'the request did not arrive completely in time',
    retryable: true,
  },
  ...CONFLICTS,
  'body-too-large': {
    status: 413,
    title: 'Body too large',
    meaning: 'the body is larger than this route takes (64 KiB unless the route says otherwise)',
    retryable: false,
  },
  'too-many-lines': {
    status: 413,
    title: 'Too many lines',
    meaning: 'the body has more lines than this route takes at once',
    retryable: false,
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    meaning: 'the body’s Content-Type is not one this route reads',
    retryable: false,
  },
  'capacity-unknown': {
    status: 422,
    title: 'Capacity unknown',
    meaning: 'the agency’s file (infra/agencies) does not name this capacity',
    retryable: false,
  },
  'invalid-request': {
    status: 422,
    title: 'Invalid request',
    meaning: 'one or more fields break a rule; errors names each field and its rule',
    retryable: false,
  },
  'csv-header': {
    status: 422,
    title: 'Wrong CSV header',
    meaning:
      'the first line must name the columns; errors names each by its place, never what it holds',
    retryable: false,
  },
  'unknown-field': {
    status: 422,
    title: 'Unknown field',
    meaning: 'the request has a field that this route does not know; nothing is ignored silently',
    retryable: false,
  },
  'null-byte': {
    status: 422,
    title: 'Null byte',
    meaning: 'a text of the request contains the character U+0000',
    retryable: false,
  },
  'broken-text': {
    status: 422,
    title: 'Broken text',
    meaning: 'a text of the request holds half a character, or U+FFFD where one was lost',
    retryable: false,
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency-Key reused',
    meaning: 'the same Idempotency-Key came earlier with another body',
    retryable: false,
  },
  'nino-malformed': {
    status: 422,
    title: 'NINO malformed',
    meaning:
      'a National Insurance number is two letters, six digits and a suffix A to D (HMRC NIM39110)',
    retryable: false,
  },
  'nino-prefix': {
    status: 422,
    title: 'NINO prefix not in use',
    meaning: 'the two letters are never allocated (HMRC NIM39110)',
    retryable: false,
  },
  'nino-temporary': {
    status: 422,
    title: 'Temporary reference number',
    meaning: 'a temporary reference number (11 a1 11 11) is not a National Insurance number',
    retryable: false,
  },
  'nino-administrative': {
    status: 422,
    title: 'Administrative number',
    meaning: 'the prefix is kept for administration and never belongs to a person',
    retryable: false,
  },
  'nino-foreign-mode': {
    status: 422,
    title: 'NINO of another mode',
    meaning:
      'a synthetic deployment takes only numbers beginning with Q, and a production one never does',
    retryable: false,
  },
  'nino-unchanged': {
    status: 422,
    title: 'NINO unchanged',
    meaning: 'the new National Insurance number is the one by which the person is named already',
    retryable: false,
  },
  'predecessor-of-another': {
    status: 422,
    title: 'Earlier change of another kind',
    meaning:
      'a change corrects, annuls or ends an earlier one about the same person and the same fact',
    retryable: false,
  },
  'person-unknown': {
    status: 422,
    title: 'Person unknown',
    meaning:
      'a person is named by a National Insurance number or by a case reference this agency registered',
    retryable: false,
  },
  held: {
    status: 409,
    title: 'Held',
    meaning:
      'a legal hold stands on the person: nothing of them is erased or deleted until it is released',
    retryable: false,
  },
  'erasure-under-way': {
    status: 409,
    title: 'Erasure under way',
    meaning:
      'an erasure of the person was ordered before and is being carried out: a hold comes too late',
    retryable: false,
  },
  'person-erased': {
    status: 410,
    title: 'Person erased',
    meaning:
      'the person was erased: what the ledger entered until then stands, and nobody can tell any more that it is about them',
    retryable: false,
  },
  'purpose-unknown': {
    status: 422,
    title: 'Purpose unknown',
    meaning: 'no agreement by consent that is in force, or yet to begin, names this purpose',
    retryable: false,
  },
  'recipient-not-served': {
    status: 422,
    title: 'Recipient not served',
    meaning:
      'no agreement by consent that is in force, or yet to begin, gives this recipient anything for this purpose',
    retryable: false,
  },
  'names-a-person': {
    status: 422,
    title: 'Text that may name a person',
    meaning:
      'a reason holds what looks like a National Insurance number, an e-mail address, a telephone number, a postcode or a date of birth; it is kept for ever and read by many',
    retryable: false,
  },
  'date-order': {
    status: 422,
    title: 'Dates out of order',
    meaning: 'two dates of the request stand in an order that cannot be; detail names the rule',
    retryable: false,
  },
  'date-in-future': {
    status: 422,
    title: 'Date in the future',
    meaning: 'the date lies after the business date or, of a report, after today',
    retryable: false,
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    meaning: 'this client sent more requests than its limit; Retry-After says when to go on',
    retryable: true,
  },
  internal: {
    status: 500,
    title: 'Our mistake',
    meaning: 'the service failed in a way it does not know; traceId finds it in the logs',
    retryable: true,
  },
  'outbox-full': {
    status: 503,
    title: 'Outbox full',
    meaning:
      'the log has not taken what was accepted earlier, and there is no room for more; nothing was stored',
    retryable: true,
  },
  busy: {
    status: 503,
    title: 'Busy',
    meaning: 'more requests are waiting than this service holds; nothing was stored',
    retryable: true,
  },
  'not-ready': {
    status: 503,
    title: 'Not ready',
    meaning: 'a part of the service is starting, stopping or cut off; parts names it',
    retryable: true,
  },
  'dependency-unavailable': {
    status: 503,
    title: 'Dependency unavailable',
    meaning: 'another service this one needs does not answer',
    retryable: true,
  },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
