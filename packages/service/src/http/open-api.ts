import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { DOCS_PAGE_POLICY, renderDocsPage } from './docs-page.ts';
import { FIELD_ERRORS } from './field-errors.ts';
import { PROBLEMS } from './problem-list.ts';

/** The problem document's schema; every problem answer refers to it. */
const problemSchema = {
  $id: 'Problem',
  type: 'object',
  description: 'A problem document (RFC 9457). Match on `code`; `detail` is for people.',
  required: ['type', 'title', 'status', 'code', 'detail', 'traceId'],
  properties: {
    type: { type: 'string', description: 'urn:told-once:problem:<code>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      description: 'Every field at fault, at once; never the value of a field.',
      items: {
        type: 'object',
        required: ['pointer', 'code'],
        properties: {
          pointer: {
            type: 'string',
            description:
              'JSON pointer into the body; below /query, /path or /headers for the others.',
          },
          code: { type: 'string', enum: [...Object.keys(FIELD_ERRORS), ...Object.keys(PROBLEMS)] },
          detail: { type: 'string' },
        },
      },
    },
    traceId: { type: 'string', description: 'Finds the request in the logs (W3C trace id).' },
  },
} as const;

/** OpenAPI 3.1 made from the route schemas at /openapi.json, and a page to read it at /docs. Register before any route. */
export async function registerOpenApi(
  server: FastifyInstance,
  options: { readonly title: string; readonly version: string; readonly tokenUrl: string },
): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: options.title,
        version: options.version,
        description: 'Synthetic data only. Problem documents follow RFC 9457.',
      },
      components: {
        securitySchemes: {
          bearer: {
            type: 'oauth2',
            description: 'Client credentials; the access token is a JWT with the claim `agency`.',
            flows: { clientCredentials: { tokenUrl: options.tokenUrl, scopes: {} } },
          },
        },
      },
    },
    refResolver: { buildLocalReference: (json) => String(json['$id']) },
  });
  server.addSchema(problemSchema);
  server.get('/openapi.json', { schema: { hide: true }, config: { public: true } }, () =>
    server.swagger(),
  );
  // Rendered at the first request; the routes do not change after that.
  let page: string | undefined;
  server.get('/docs', { schema: { hide: true }, config: { public: true } }, (_request, reply) => {
    page ??= renderDocsPage(server.swagger());
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', DOCS_PAGE_POLICY)
      .send(page);
  });
}
