import type { FastifyInstance } from 'fastify';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';
import { problem } from './problems.ts';

const partSchema = {
  type: 'object',
  properties: {
    part: { type: 'string', examples: ['log'] },
    ready: { type: 'boolean' },
    reason: { type: 'string', examples: ['unreachable'] },
  },
} as const;

/** /health/live, /health/ready and /metrics: public, unlimited, without anything about persons. */
export function addOperationalRoutes(
  server: FastifyInstance,
  health: Health,
  metrics: Metrics,
): void {
  const config = { public: true, rateLimit: false } as const;
  const tags = ['operation'] as const;

  server.get(
    '/health/live',
    {
      config,
      schema: {
        tags,
        operationId: 'getLiveness',
        summary: 'Whether the process runs',
        response: {
          200: {
            description: 'It runs.',
            type: 'object',
            properties: { status: { const: 'live' } },
          },
        },
      },
    },
    async () => ({ status: 'live' }),
  );

  server.get(
    '/health/ready',
    {
      config: { ...config, problems: ['not-ready'] },
      schema: {
        tags,
        operationId: 'getReadiness',
        summary: 'Whether the service can do its work; names the parts that are not ready',
        response: {
          200: {
            description: 'Every part is ready.',
            type: 'object',
            properties: {
              status: { const: 'ready' },
              parts: { type: 'array', items: partSchema },
            },
          },
        },
      },
    },
    async () => {
      const parts = await health.report();
      const late = parts.filter(({ ready }) => !ready);
      if (late.length === 0) return { status: 'ready', parts };
      const names = late.map(({ part }) => part).join(', ');
      throw problem('not-ready', { detail: `Not ready: ${names}.`, members: { parts } });
    },
  );

  server.get(
    '/metrics',
    {
      config,
      schema: {
        tags,
        operationId: 'getMetrics',
        summary: 'Metrics in Prometheus’ text format',
        produces: ['text/plain'],
        response: { 200: { description: 'The metrics.', type: 'string' } },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.expose()),
  );
}
