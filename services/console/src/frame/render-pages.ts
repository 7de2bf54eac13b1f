import fastifyView from '@fastify/view';
import type { FastifyInstance, FastifyReply } from 'fastify';
import nunjucks from 'nunjucks';
import { STYLESHEET_PATH } from './assets.ts';
import { formatCount } from './format-count.ts';
import { formatDay, formatTime } from './format-time.ts';
import { listNavigation } from './navigation.ts';
import type { View } from './page.ts';
import { GOVUK, MOJ, SOURCES } from './places.ts';

/** Adds `reply.page`: templates below src/, with the components of GOV.UK and MOJ beside them. Whatever a template puts out is escaped. */
export async function renderPages(http: FastifyInstance): Promise<void> {
  await http.register(fastifyView, {
    engine: { nunjucks },
    templates: [SOURCES, GOVUK, MOJ],
    production: true,
    options: {
      autoescape: true,
      throwOnUndefined: false,
      onConfigure(environment: nunjucks.Environment) {
        environment.addFilter('time', formatTime);
        environment.addFilter('day', formatDay);
        environment.addFilter('count', formatCount);
        // MOJ's components ask for it; theirs has no seconds.
        environment.addFilter('mojDate', formatTime);
      },
    },
  });
  http.decorateReply('page', async function (template: string, view: View) {
    const text = await this.viewAsync(template, { ...describeFrame(this), ...view });
    return this.type('text/html; charset=utf-8').send(text);
  });
}

/** What the layout shows around every page. */
function describeFrame({ request }: FastifyReply): object {
  const { signedIn, reason } = request;
  const path = request.url.split('?', 1)[0] ?? '';
  const around = { path, reason, stylesheet: STYLESHEET_PATH };
  if (signedIn === null) return around;
  const { name, agency, csrfToken, scopes } = signedIn;
  const can = Object.fromEntries([...scopes].map((scope) => [scope, true]));
  return {
    ...around,
    signedIn: { name, agency, csrfToken, can },
    navigation: listNavigation(signedIn, path),
  };
}
