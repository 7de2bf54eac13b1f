import { describe, expect, test } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { createCookie } from './cookies.ts';

describe('a cookie', () => {
  const set: string[] = [];
  const reply = {
    header: (name: string, value: string) => set.push(`${name}: ${value}`),
  } as unknown as FastifyReply;

  test('over TLS is one that no other name can set, and travels over TLS alone', () => {
    createCookie('told-session', true).put(reply, 'x');
    expect(set.pop()).toBe(
      'set-cookie: __Host-told-session=x; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
  });

  test('without TLS, on a developer’s machine, is as closed as it can be', () => {
    createCookie('told-session', false).put(reply, 'x', 600);
    expect(set.pop()).toBe(
      'set-cookie: told-session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=600',
    );
  });

  test('is read by its whole name, the first of that name', () => {
    const read = (isSecure: boolean, cookie?: string) =>
      createCookie('told-session', isSecure).read({ headers: { ...(cookie && { cookie }) } });
    expect(read(true, 'a=1; __Host-told-session=x; __Host-told-session=y')).toBe('x');
    expect(read(true, 'told-session=planted-without-tls')).toBeUndefined();
    expect(read(false, 'not-told-session=x')).toBeUndefined();
    expect(read(false)).toBeUndefined();
  });
});
