import { createHash } from 'node:crypto';
import { REASON_LENGTH_MAX } from '@told/service';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Why a person looks, said once and then sent along with every look until they say another. It is in a cookie that no other site's link brings along
 * (SameSite=Strict): else a link could have somebody look at a person for a reason given before. It belongs to one person, and ends with the browser.
 */
const NAME = 'reason';

/** Whose the reason is, without saying it. */
const markOf = (subject: string): string =>
  createHash('sha256').update(subject).digest('base64url').slice(0, 22);

const cookieName = (isSecure: boolean): string => (isSecure ? `__Host-${NAME}` : NAME);

/** Empty: none was said yet, or by somebody else. */
export function readReason(
  { headers }: Pick<FastifyRequest, 'headers'>,
  subject: string,
  isSecure: boolean,
): string {
  const name = cookieName(isSecure);
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const [mark, text = ''] = (pairs.find(([one]) => one === name)?.[1] ?? '').split('.');
  const reason = Buffer.from(text, 'base64url').toString();
  return mark === markOf(subject) && reason.length <= REASON_LENGTH_MAX ? reason : '';
}

export function keepReason(
  reply: FastifyReply,
  subject: string,
  reason: string,
  isSecure: boolean,
): void {
  const value = `${markOf(subject)}.${Buffer.from(reason).toString('base64url')}`;
  setCookie(reply, value, isSecure, '');
}

/** For whoever signs out. */
export const forgetReason = (reply: FastifyReply, isSecure: boolean): void =>
  setCookie(reply, '', isSecure, '; Max-Age=0');

function setCookie(reply: FastifyReply, value: string, isSecure: boolean, more: string): void {
  const secure = isSecure ? '; Secure' : '';
  // Added to whatever cookies the answer sets already.
  reply.header(
    'set-cookie',
    `${cookieName(isSecure)}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}${more}`,
  );
}
