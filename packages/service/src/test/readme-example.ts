import {
  createHealth,
  createHttpServer,
  createLogger,
  problem,
  requireScope,
  type TokenVerifier,
} from '@told/service';

export async function openTenancies(auth: TokenVerifier) {
  const server = await createHttpServer({
    config: { rateLimitPerSecond: 1_000, authTokenUrl: 'http://127.0.0.1:9000/token' },
    logger: createLogger({ service: 'tenancies', logLevel: 'error' }),
    title: 'Tenancies',
    auth,
    ready: createHealth(),
  });
  server.get<{ Params: { id: string } }>(
    '/v1/tenancies/:id',
    {
      onRequest: requireScope('tenancies:read'),
      config: { problems: ['case-unknown'] },
      schema: {
        operationId: 'getTenancy',
        summary: 'One tenancy of the caller',
        params: { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } },
        response: { 200: { description: 'The tenancy.', type: 'object' } },
      },
    },
    async ({ caller, params }) => {
      if (caller.agency !== 'luton') throw problem('case-unknown');
      return { id: params.id, agency: caller.agency };
    },
  );
  return server;
}
