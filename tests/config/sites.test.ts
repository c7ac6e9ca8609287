import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSites } from '../../src/config/sites.ts';
import { ConfigError } from '../../src/model/errors.ts';

const folderWith = (text: string) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sites-'));
  writeFileSync(path.join(folder, 'gazette.yaml'), text);
  return folder;
};
const mistakes = (text: string) => {
  const folder = folderWith(text);
  try {
    return loadSites(folder, folder);
  } catch (error) {
    return error instanceof ConfigError ? error.mistakes.map((m) => `${m.path}: ${m.message}`) : error;
  }
};

describe('the rules for sites', () => {
  it('are none without the folder', () => {
    expect(loadSites('/', '/nonexistent/sites')).toEqual([]);
  });

  it('are read a file a site, without the reason', () => {
    const folder = folderWith(
      'hosts: [gazette.example]\nwhy: columns\nbody: main .column\nremove: [.appeal]\n',
    );
    expect(loadSites(folder, folder)).toEqual([
      { hosts: ['gazette.example'], body: 'main .column', remove: ['.appeal'] },
    ]);
  });

  it('name each mistake: an unknown key, a selector that is none, a host with www', () => {
    expect(mistakes('hosts: [www.gazette.example]\nwhy: x\nbody: "main >> [p"\ntitel: h1\n')).toEqual([
      'hosts[0]: must be a host in lower case without www., like gazette.example',
      'body: is no CSS selector',
      'titel: this key is not known',
    ]);
  });

  it('that come with the project are right and name no real site', () => {
    const root = path.join(import.meta.dirname, '../..');
    const hosts = loadSites(root, path.join(root, 'config/sites')).flatMap((site) => site.hosts);
    expect(hosts.every((host) => host.endsWith('.example'))).toBe(true);
  });
});
