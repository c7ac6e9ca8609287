import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { smtpOptions } from '../../src/app/sending.ts';
import type { Config } from '../../src/config/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'newswatch-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

function keyFile(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function dkimOf(file: string) {
  const dkim = { domain: 'example.org', selector: 'news', keyFile: file };
  return smtpOptions({ settings: { mail: { requireTls: false, dkim } } } as unknown as Config).dkim;
}

const FORMAT = { type: 'pkcs8', format: 'pem' } as const;

describe('a DKIM key', () => {
  test('of RSA is taken', () => {
    const pem = String(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(FORMAT));
    expect(dkimOf(keyFile('rsa.pem', pem))?.privateKey).toBe(pem);
  });

  test('that mails cannot be signed with is refused, instead of mails going out unsigned', () => {
    const pem = String(generateKeyPairSync('ed25519').privateKey.export(FORMAT));
    expect(() => dkimOf(keyFile('ed.pem', pem))).toThrow(
      /ed\.pem holds a key of ed25519; mails are signed with RSA/,
    );
  });

  test('that is none, or is not there, is told so', () => {
    expect(() => dkimOf(keyFile('none.pem', 'hello'))).toThrow(
      /none\.pem holds no private key that can be read/,
    );
    expect(() => dkimOf(join(folder, 'gone.pem'))).toThrow(/gone\.pem holds no private key/);
  });
});
