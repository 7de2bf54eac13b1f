import { type Problem, type PutFailure, putProblem } from '@told/service';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface Words {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly text: string; readonly href: string };
}

/** A failure as a page, for whoever asked for one; programs, such as what looks after health, get the problem document. */
export const putFailure: PutFailure = (failure, request, reply) => {
  if (!wantsPage(request)) {
    putProblem(failure, request, reply);
    return;
  }
  showFailure(failure, request, reply).catch((error: unknown) => {
    request.log.error({ err: error }, 'the page of a failure failed');
    void reply.type('text/plain').send(`Something went wrong. Trace id: ${request.id}`);
  });
};

const wantsPage = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes('text/html') === true;

async function showFailure(
  failure: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const words = wordsOf(failure, request);
  await reply.page('layout/failure.njk', { ...words, traceId: request.id });
}

function wordsOf(failure: Problem, request: FastifyRequest): Words {
  const { status, detail, retryAfterSeconds = 1 } = failure;
  const said = detail === undefined ? [] : [detail];
  switch (status) {
    case 401:
      return {
        title: 'You are not signed in',
        paragraphs: ['Your session has ended, or you have not signed in yet. Nothing was changed.'],
        action: { text: 'Sign in', href: signInPath(request) },
      };
    case 403:
      return {
        title: 'You may not do this',
        paragraphs: said.length > 0 ? said : ['Your role does not include it.'],
      };
    case 404:
      return {
        title: 'Page not found',
        paragraphs: [
          'There is no such page, or nothing there that you may see.',
          'If you typed the address, check that it is complete.',
        ],
      };
    case 429:
    case 503:
      return {
        title: 'This page cannot be shown just now',
        paragraphs: [
          ...said,
          `Try again in ${countSeconds(retryAfterSeconds)}. Nothing was changed.`,
        ],
      };
    default:
      return status >= 500
        ? {
            title: 'Something went wrong',
            paragraphs: ['The fault is ours. If it happens again, tell whoever runs this service.'],
          }
        : {
            title: 'This request cannot be read',
            paragraphs: [
              'A part of the address or of the form is not what this page takes.',
              ...failure.errors.map(({ pointer, detail: rule }) => `${pointer.slice(1)}: ${rule}`),
            ],
          };
  }
}

const countSeconds = (seconds: number): string =>
  seconds === 1 ? 'a second' : `${Math.ceil(seconds)} seconds`;

/** Back to where they were, if that was a page. */
export const signInPath = ({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): string =>
  method === 'GET' ? `/sign-in?next=${encodeURIComponent(url)}` : '/sign-in';
