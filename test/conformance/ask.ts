import { request } from 'node:https';
import type { Api } from '../../modules/engine/cluster/index.ts';

const PLURALS: Readonly<Record<string, string>> = { NetworkPolicy: 'networkpolicies', ValidatingAdmissionPolicy: 'validatingadmissionpolicies' };
const EVERYWHERE = ['Namespace', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'CustomResourceDefinition'];

export interface Answer {
  readonly code: number;
  readonly message: string;
}

/** Asks an API server to create an object, every unknown field refused; `dry`: as if. */
export async function askToCreate({ config }: Api, manifest: any, namespace: string, dry: boolean): Promise<Answer> {
  const plural = PLURALS[manifest.kind] ?? `${manifest.kind.toLowerCase()}s`;
  const group = manifest.apiVersion.includes('/') ? `apis/${manifest.apiVersion}` : `api/${manifest.apiVersion}`;
  const path = EVERYWHERE.includes(manifest.kind) ? plural : `namespaces/${namespace}/${plural}`;
  const url = `${config.getCurrentCluster()?.server}/${group}/${path}?fieldValidation=Strict${dry ? '&dryRun=All' : ''}`;
  const options: Record<string, unknown> = { method: 'POST', headers: { 'content-type': 'application/json' } };
  await config.applyToHTTPSOptions(options);
  const body = JSON.stringify({ ...manifest, metadata: { ...manifest.metadata, ...(EVERYWHERE.includes(manifest.kind) ? {} : { namespace }) } });
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve({ code: response.statusCode ?? 0, message: JSON.parse(Buffer.concat(chunks).toString()).message ?? '' }));
    });
    asked.on('error', reject).end(body);
  });
}
