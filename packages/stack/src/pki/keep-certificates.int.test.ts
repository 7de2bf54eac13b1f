import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openCertificates } from './keep-certificates.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-pki-test-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

const SERVER = { name: 'brokers', hosts: ['localhost', '127.0.0.1'] };

test('a certificate is for whom it names, signed by the folder’s own authority, and kept', async () => {
  const folder = await openCertificates(dir);
  const server = await folder.keep(SERVER);
  const read = new X509Certificate(server.cert);
  expect(read.verify(new X509Certificate(folder.ca).publicKey)).toBe(true);
  expect(read.subject).toBe('CN=brokers');
  expect([read.checkHost('localhost'), read.checkIP('127.0.0.1'), read.ca]).toEqual([
    ...['localhost', '127.0.0.1'],
    false,
  ]);
  expect(await folder.keep(SERVER)).toEqual(server);
  const again = await openCertificates(dir);
  expect(again.ca).toBe(folder.ca);
  expect(await again.keep(SERVER)).toEqual(server);
});

test('a client may have the name of the authority, or of a server, and is neither', async () => {
  const folder = await openCertificates(dir);
  const server = await folder.keep(SERVER);
  for (const name of ['ca', SERVER.name]) {
    const { cert } = await folder.keep({ name });
    const read = new X509Certificate(cert);
    expect([read.subject, read.ca, read.keyUsage]).toEqual([
      `CN=${name}`,
      false,
      ['1.3.6.1.5.5.7.3.2'], // to be a client
    ]);
  }
  const again = await openCertificates(dir);
  expect([again.ca, await again.keep(SERVER)]).toEqual([folder.ca, server]);
});

test('everything is readable by its owner only', async () => {
  const folder = await openCertificates(dir);
  await folder.keep(SERVER);
  await folder.keep({ name: 'luton' });
  const modes = fs
    .readdirSync(dir, { recursive: true })
    .map((name) => fs.statSync(path.join(dir, String(name))).mode & 0o777);
  expect(modes.sort()).toEqual([...Array<number>(6).fill(0o600), 0o700]);
});

test('one that will soon expire, or that another authority has signed, is made anew', async () => {
  const folder = await openCertificates(dir);
  const soon = await folder.keep({ ...SERVER, validDays: 29 });
  const renewed = await folder.keep(SERVER);
  expect(renewed).not.toEqual(soon);
  expect(Date.parse(new X509Certificate(renewed.cert).validTo)).toBeGreaterThan(
    Date.parse(new X509Certificate(soon.cert).validTo),
  );

  for (const name of ['ca.pem', 'ca.key']) fs.rmSync(path.join(dir, name));
  const other = await openCertificates(dir);
  const theirs = await other.keep(SERVER);
  expect(theirs).not.toEqual(renewed);
  expect(new X509Certificate(theirs.cert).verify(new X509Certificate(other.ca).publicKey)).toBe(
    true,
  );
});
