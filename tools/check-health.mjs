// The container's health check, with nothing but Node: exits with 0 when the process beside it answers 200. Its address is what
// the service itself is told: TOLD_PORT, and TLS when it has a certificate. `node check-health.mjs [path]`
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';

const TIMEOUT_MS = 4_000;
const { TOLD_PORT: port = '8080', TOLD_TLS_CERT_FILE: certFile } = process.env;
const path = process.argv[2] ?? '/health/ready';

// The certificate names the service and not this loopback address, and must be the very one that the service was given.
const own = certFile === undefined ? undefined : fs.readFileSync(certFile);
const secure =
  own === undefined
    ? {}
    : { ca: own, allowPartialTrustChain: true, checkServerIdentity: () => undefined };

const request = (own === undefined ? http : https).get(
  { host: '127.0.0.1', port, path, timeout: TIMEOUT_MS, agent: false, ...secure },
  (response) => {
    let said = '';
    response.setEncoding('utf8');
    response.on('data', (part) => {
      said += part;
    });
    response.on('end', () => {
      if (response.statusCode !== 200) process.stderr.write(`${response.statusCode} ${said}\n`);
      process.exitCode = response.statusCode === 200 ? 0 : 1;
    });
  },
);
request.on('timeout', () => request.destroy(new Error('no answer')));
request.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
