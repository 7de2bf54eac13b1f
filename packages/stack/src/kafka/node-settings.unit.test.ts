import { describe, expect, test } from '@jest/globals';
import { formatNodeSettings, type NodePlace } from './node-settings.ts';

const place = (id: number): NodePlace => ({
  id,
  port: 9000 + id,
  controllerPort: 9100 + id,
  dataDir: `/data/node-${id}`,
});

describe('the settings of a node', () => {
  test('fit a cluster of three, which can lose one', () => {
    const settings = formatNodeSettings(place(2), [place(1), place(2), place(3)], {}).split('\n');
    expect(settings).toEqual(
      expect.arrayContaining([
        'node.id=2',
        'listeners=PLAINTEXT://127.0.0.1:9002,CONTROLLER://127.0.0.1:9102',
        'controller.quorum.voters=1@127.0.0.1:9101,2@127.0.0.1:9102,3@127.0.0.1:9103',
        'log.dirs=/data/node-2',
        'offsets.topic.replication.factor=3',
        'min.insync.replicas=2',
      ]),
    );
  });

  test('do not ask one node for copies', () => {
    const settings = formatNodeSettings(place(1), [place(1)], {});
    expect(settings).toContain('\noffsets.topic.replication.factor=1\n');
    expect(settings).toContain('\nmin.insync.replicas=1\n');
  });

  test('are those that a caller wants, where it wants others', () => {
    const settings = formatNodeSettings(place(1), [place(1)], { 'log.dirs': '/other' });
    expect(settings.match(/^log\.dirs=.*$/gm)).toEqual(['log.dirs=/other']);
  });

  test('tell clients of another port, and peers of none but its own', () => {
    const behind = { ...place(1), advertisedPort: 9501 };
    const security = {
      ...{ mtlsPort: 9201, internalPort: 9301, brokerPassword: 'secret', pkiDir: '/pki' },
    };
    const rowsOf = (settings: string) => settings.match(/^(advertised\.)?listeners=.*$/gm);
    expect(rowsOf(formatNodeSettings(behind, [behind], {}))).toEqual([
      'listeners=PLAINTEXT://127.0.0.1:9001,CONTROLLER://127.0.0.1:9101',
      'advertised.listeners=PLAINTEXT://127.0.0.1:9501',
    ]);
    expect(rowsOf(formatNodeSettings(behind, [behind], {}, security))?.[1]).toBe(
      'advertised.listeners=CLIENT://127.0.0.1:9501,MTLS://127.0.0.1:9201,INTERNAL://127.0.0.1:9301',
    );
  });

  test('let a secured node be reached by login, by certificate, and by its peers', () => {
    const settings = formatNodeSettings(
      place(1),
      [place(1)],
      {},
      { mtlsPort: 9201, internalPort: 9301, brokerPassword: 'hidden', pkiDir: '/pki' },
    );
    expect(settings).toContain(
      '\nlisteners=CLIENT://127.0.0.1:9001,MTLS://127.0.0.1:9201,INTERNAL://127.0.0.1:9301,CONTROLLER://127.0.0.1:9101\n',
    );
    expect(settings).toContain('user_broker="hidden"');
    expect(settings).toContain('\nssl.keystore.location=/pki/broker-keystore.pem\n');
  });
});
