import { expect, test } from '@jest/globals';
import { chooseCopies, fillIn, readBrokerSettings } from './broker-settings.ts';

const TABLE = `
common:
  a: 1
  b: "{COPIES}"
open:
  a: false
secured:
  c: x{WRONG}y
`;

test('sections are put together, and later ones win', () => {
  expect(fillIn(TABLE, ['common', 'open'], { COPIES: 3 })).toEqual({ a: 'false', b: '3' });
});

test('a brace that nobody fills in is refused, with the setting that asks for it', () => {
  expect(() => fillIn(TABLE, ['secured'], {})).toThrow('c asks for {WRONG}');
});

test('one broker keeps one copy, three can lose one', () => {
  expect(chooseCopies(1)).toEqual({ COPIES: 1, COPIES_MIN: 1 });
  expect(chooseCopies(3)).toEqual({ COPIES: 3, COPIES_MIN: 2 });
});

test('a broker in a container needs to be told nothing of this machine', () => {
  const settings = readBrokerSettings(['common'], chooseCopies(1));
  expect(settings).toMatchObject({
    'auto.create.topics.enable': 'false',
    'min.insync.replicas': '1',
    'offsets.topic.replication.factor': '1',
  });
});

test('a secured broker lets nobody in who has not logged in, and nobody do what no rule allows', () => {
  const values = { HOST: 'h', PORT: 1, MTLS_PORT: 2, INTERNAL_PORT: 3, CONTROLLER_PORT: 4 };
  const settings = readBrokerSettings(['secured'], {
    ...values,
    BROKER_PASSWORD: 'p',
    PKI: '/pki',
  });
  expect(settings).toMatchObject({
    'listener.security.protocol.map':
      'CLIENT:SASL_SSL,MTLS:SSL,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'listener.name.mtls.ssl.client.auth': 'required',
    'allow.everyone.if.no.acl.found': 'false',
    'super.users': 'User:broker;User:told-admin',
  });
});
