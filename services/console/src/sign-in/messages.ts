import type { View } from '../frame/page.ts';

/** A page of a few sentences, and what to do next. */
export interface Message extends View {
  readonly paragraphs: readonly string[];
  readonly action?: { readonly text: string; readonly href: string };
}

const signInAt = (next: string, again = false): string =>
  `/sign-in/start?next=${encodeURIComponent(next)}${again ? '&again=1' : ''}`;

export const SIGN_IN = (next: string): Message => ({
  title: 'Sign in',
  paragraphs: [
    'This service is for auditors and operators of the bus. What you look at is recorded, with your name and your reason.',
    ...(next === '/' ? [] : ['You will come back to the page that you asked for.']),
  ],
  action: { text: 'Sign in', href: signInAt(next) },
});

export const SESSION_ENDED = (next: string): Message => ({
  title: 'Your session has ended',
  paragraphs: [
    'You were signed out because nothing was asked for a while, because your time was up, or because this service was started again. Nothing was changed.',
    'Sign in again, and you will come back to the page that you asked for.',
  ],
  action: { text: 'Sign in again', href: signInAt(next) },
});

export const SIGNED_OUT: Message = {
  title: 'You are signed out',
  paragraphs: ['Your session has ended. On a computer that others use, close the browser too.'],
  action: { text: 'Sign in', href: '/sign-in' },
};

export const NOT_FINISHED: Message = {
  title: 'The sign-in was not finished',
  paragraphs: [
    'It took longer than ten minutes, it was finished already, it was begun in another window, or this browser keeps no cookies.',
  ],
  action: { text: 'Sign in', href: '/sign-in' },
};

export const REFUSED: Message = {
  title: 'You could not be signed in',
  paragraphs: [
    'The sign-in service did not say who you are in a way that can be relied on. If it happens again, tell whoever runs this service.',
  ],
  action: { text: 'Try again', href: '/sign-in' },
};

export const UNREACHABLE = (next: string): Message => ({
  title: 'You cannot sign in just now',
  paragraphs: ['The sign-in service does not answer. Try again in a minute.'],
  action: { text: 'Try again', href: signInAt(next) },
});

export const FOR_DEVELOPMENT: Message = {
  title: 'Signing in is not set up',
  paragraphs: [
    'This is a production deployment, and the issuer it names is for development: it asks nobody for a password. Tell whoever runs this service.',
  ],
};

export const NO_ROLE = (name: string): Message => ({
  title: 'You have no role here',
  paragraphs: [
    `You signed in as ${name}. That account may see nothing in this service, and you were not signed in to it.`,
    'If you need access, ask whoever gives out roles in your organisation.',
  ],
  action: { text: 'Sign in as somebody else', href: signInAt('/', true) },
});
