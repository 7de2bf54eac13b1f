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

test('everything is readable by its owner only', async () => {
  await (await openCertificates(dir)).keep(SERVER);
  const modes = fs.readdirSync(dir).map((name) => fs.statSync(path.join(dir, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
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
