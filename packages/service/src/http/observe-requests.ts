import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';
import { createTraceparent } from './trace.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C header for calls and records that this request causes. */
    traceparent: string;
  }
}

/** Traces, counts and logs every request by its route pattern, never by its address, which may hold a reference. */
export function observeRequests(server: FastifyInstance, metrics: Metrics): void {
  const observe = metrics.histogram({
    name: 'told_http_request_duration_seconds',
    help: 'time from the request to the end of its answer',
    labels: ['method', 'route', 'status'],
  });
  server.decorateRequest('traceparent', '');
  server.decorateRequest('problemCode', null);
  server.addHook('onRequest', (request, reply, next) => {
    request.traceparent = createTraceparent(request.id);
    reply.headers({
      traceparent: request.traceparent,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    next();
  });
  server.addHook('onResponse', (request, reply, next) => {
    const route = request.is404 ? 'unrouted' : (request.routeOptions.url ?? 'unrouted');
    const { method, verifiedCaller, problemCode } = request;
    const status = reply.statusCode;
    observe(reply.elapsedTime / 1000, { method, route, status });
    if (request.routeOptions.config.public === true && status < 400) {
      next();
      return;
    }
    request.log.info(
      {
        method,
        ...(request.is404 ? {} : { route }),
        status,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        ...(problemCode === null ? {} : { code: problemCode }),
        ...(verifiedCaller === null
          ? {}
          : { agency: verifiedCaller.agency, clientId: verifiedCaller.clientId }),
      },
      'request answered',
    );
    next();
  });
}
