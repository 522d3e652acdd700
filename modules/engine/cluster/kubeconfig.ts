import type { KeyedCertificate } from '../../edge/index.ts';

/** The one context of a trial cluster's kubeconfig. */
export const CONTEXT = 'chatiere-cluster';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A kubeconfig with one context, complete in itself; JSON is YAML. */
export const kubeconfig = (server: string, authorityPem: string, user: string, { certificatePem, keyPem }: KeyedCertificate): string => `${JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': CONTEXT,
  clusters: [{ name: CONTEXT, cluster: { server, 'certificate-authority-data': base64(authorityPem) } }],
  users: [{ name: user, user: { 'client-certificate-data': base64(certificatePem), 'client-key-data': base64(keyPem) } }],
  contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user } }],
}, undefined, 2)}\n`;
