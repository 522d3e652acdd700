import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { latestRelease, loadCatalog, splitVariables } from '../../modules/catalog/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';

// The script of Nextcloud's job `settings`, with a `php` that shows what it is given.
const folder = mkdtempSync(join(tmpdir(), 'chatiere-mail-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'php'), '#!/bin/sh\nif [ $# = 2 ]; then cat; else echo "$*" >&2; fi\n');
chmodSync(join(folder, 'php'), 0o755);

const job = latestRelease(loadCatalog(join(CHECKOUT, 'catalog')), 'nextcloud').sheet.configure.find(({ id }) => id === 'settings')!;
const script = splitVariables(job.argv[2]!, false).pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');

/** What reaches Nextcloud of these variables, in the order of the job's own words. */
function told(password: string, ...words: readonly string[]): unknown {
  writeFileSync(join(folder, 'mail-password'), password);
  const text = script.replaceAll('/run/secrets/mail-password', join(folder, 'mail-password'));
  return JSON.parse(execFileSync('sh', ['-ec', text, ...words], { encoding: 'utf8', env: { PATH: `${folder}:${process.env['PATH']}` }, stdio: ['ignore', 'pipe', 'ignore'] }));
}

it('takes the words in this order', () => {
  expect(job.argv.slice(3)).toEqual(['MAIL_HOST', 'MAIL_PORT', 'MAIL_FROM', 'MAIL_USERNAME', 'MAIL_SECURITY'].map((name) => `\${${name}}`));
});

it('a relay with a password, whatever stands in it', () => {
  expect(told('a"b\\c $d ’é%s', 'relais.chatiere.test', '587', 'ne-pas-repondre@chatiere.test', 'us"er', 'starttls')).toEqual({
    system: {
      mail_smtpmode: 'smtp', mail_smtphost: 'relais.chatiere.test', mail_smtpport: 587, mail_smtpsecure: '', mail_smtpauth: true,
      mail_smtpname: 'us"er', mail_smtppassword: 'a"b\\c $d ’é%s', mail_from_address: 'ne-pas-repondre', mail_domain: 'chatiere.test',
    },
  });
});

it('a relay that asks for TLS from the first byte, and for no password', () => {
  expect(told('', '10.0.0.9', '465', 'avis@mrc.example.org', '', 'tls')).toMatchObject({
    system: { mail_smtphost: '10.0.0.9', mail_smtpport: 465, mail_smtpsecure: 'ssl', mail_smtpauth: false, mail_smtpname: '', mail_smtppassword: '', mail_from_address: 'avis', mail_domain: 'mrc.example.org' },
  });
});

it('no relay: nothing stays of a former one', () => {
  const keys = ['mail_smtpmode', 'mail_smtphost', 'mail_smtpport', 'mail_smtpsecure', 'mail_smtpauth', 'mail_smtpname', 'mail_smtppassword', 'mail_from_address', 'mail_domain'];
  expect(told('', '', '', '', '', '')).toEqual({ system: Object.fromEntries(keys.map((key) => [key, null])) });
});
