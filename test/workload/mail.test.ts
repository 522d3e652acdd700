import { describe, expect, it } from 'vitest';
import { loadFederation } from '../../modules/federation/index.ts';
import { fact } from '../../modules/kernel/index.ts';
import { resolveInstance } from '../../modules/placement/index.ts';
import { type Service, toWorkload } from '../../modules/workload/index.ts';
import { inCopyOf } from '../catalog/folder.ts';
import { adding, ordered, policyCatalog, RELAY, SAMPLE } from '../federation/policy.ts';

const appOf = (name: string, lines: string): Service => {
  const edits = [...(lines === '' ? [] : [adding(lines)]), ...ordered(name, name === 'forum' ? '1.0-1' : '12.0-1')];
  const federation = inCopyOf(SAMPLE, edits, (directory) => loadFederation(directory, policyCatalog));
  return toWorkload(resolveInstance(federation, policyCatalog, `mrc-demo.${name}`, String)).services[0] as Service;
};

describe('the relay', () => {
  it('stands in the app’s environment and secret files, its password as a fact', () => {
    const { environment, secrets } = appOf('forum', `${RELAY}  username: services\n`);
    expect(environment).toEqual({
      SMTP: ['starttls smtp.chatiere.test:587 services@chatiere.test'],
      SMTP_USER: ['services'],
      SMTP_PASSWORD: [fact('mail.password')],
    });
    expect(secrets[0]?.content).toEqual(['services:', fact('mail.password'), '@smtp.chatiere.test']);
  });

  it('without an account has neither name nor password', () => {
    expect(appOf('forum', RELAY).environment).toMatchObject({ SMTP_USER: [], SMTP_PASSWORD: [] });
  });

  it('that there is not is empty, where the app can do without', () => {
    expect(appOf('messagerie', '').environment).toEqual({ SMTP: [], SMTP_PASSWORD: [] });
  });
});
