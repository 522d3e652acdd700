import { ChatiereError, ExitCode, type Place, type Text, text } from '../../kernel/index.ts';
import { plain } from '../event.ts';
import type { Access } from './access.ts';

/** Every refusal here comes before anything is changed, and says so. */
const unchanged = ({ fr, en }: Text): Text => text(`${fr} : rien n’est commencé`, `${en}: nothing is begun`);
const placeOf = ({ host }: Access, field = 'cluster'): Place => ({ file: `hosts/${host}.yaml`, field });
const AGAIN = text('voir « chatiere doctor », puis relancer la même commande', 'see "chatiere doctor", then run the same command again');
const NEW_CREDENTIALS = (file: string): Text => text(
  `reprendre un kubeconfig de l’administration de la grappe, à la place de ${file} (sur k3s : systemctl restart k3s le renouvelle, puis /etc/rancher/k3s/k3s.yaml)`,
  `take a new kubeconfig from the cluster’s administrator, in the place of ${file} (on k3s: systemctl restart k3s renews it, then /etc/rancher/k3s/k3s.yaml)`,
);

const failure = (access: Access, code: string, what: Text, given: string, next: Text): ChatiereError =>
  new ChatiereError({ code, what: unchanged(what), where: placeOf(access), given, next }, ExitCode.failure);

const day = (moment: Date): string => moment.toISOString().slice(0, 10);

/** Of the person or program that calls. */
export const yoursExpired = (access: Access, end: Date): ChatiereError =>
  failure(access, 'credentials-expired', text(`le certificat par lequel chatiere s’annonce à la grappe a expiré le ${day(end)}`, `the certificate by which chatiere makes itself known to the cluster expired on ${day(end)}`), access.file, NEW_CREDENTIALS(access.file));

/** Of the server; undefined of another error. */
export const certificateExpired = (access: Access, given: string, { code }: NodeJS.ErrnoException): ChatiereError | undefined =>
  code !== 'CERT_HAS_EXPIRED' ? undefined : failure(access, 'cluster-certificate-expired', text('le certificat de la grappe a expiré', 'the certificate of the cluster has expired'), given, text('le faire renouveler par l’administration de la grappe (sur k3s : systemctl restart k3s), et mettre cette machine à l’heure', 'have it renewed by the cluster’s administrator (on k3s: systemctl restart k3s), and set this machine’s clock'));

export const silent = (access: Access, given: string): ChatiereError =>
  failure(access, 'cluster-unreachable', text('la grappe ne répond pas à temps', 'the cluster does not answer in time'), given, AGAIN);

/** Undefined of what is no matter of the network. */
export function unreachable(access: Access, given: string, { code }: NodeJS.ErrnoException): ChatiereError | undefined {
  if (code === undefined) return undefined;
  if (/^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|ERR_TLS_|ERR_SSL_)/.test(code)) {
    return failure(access, 'cluster-not-trusted', text(`ce qui répond là ne montre pas le certificat de la grappe (${code})`, `what answers there does not show the cluster’s certificate (${code})`), given, NEW_CREDENTIALS(access.file));
  }
  return failure(access, 'cluster-unreachable', text(`la grappe ne répond pas (${code})`, `the cluster does not answer (${code})`), given, AGAIN);
}

/** What the server said, quoted. */
export function refused(access: Access, url: URL, status: number, body: string): ChatiereError {
  if (status === 401) return failure(access, 'cluster-login', text('la grappe ne reconnaît pas le compte de ce kubeconfig', 'the cluster does not know the account of this kubeconfig'), access.file, NEW_CREDENTIALS(access.file));
  const words = messageOf(body);
  return failure(access, status === 403 ? 'cluster-forbidden' : 'cluster-refused', text(`la grappe a refusé (${status}) :\n  > ${words}\n `, `the cluster refused (${status}):\n  > ${words}\n `), url.pathname, status === 403
    ? text('donner ce droit au compte de ce kubeconfig (docs/kubernetes.md dit lesquels)', 'give this right to the account of this kubeconfig (docs/kubernetes.md says which)')
    : AGAIN);
}

function messageOf(body: string): string {
  try {
    return plain((JSON.parse(body) as { message?: string }).message ?? '').slice(0, 500);
  } catch {
    return plain(body).slice(0, 200);
  }
}

/** What a cluster lacks, or has too much of. */
export function lacking(access: Access, field: string, code: string, what: Text, more: { readonly given?: string; readonly allowed?: Text; readonly next: Text }): ChatiereError['problems'][number] {
  return { code, what: unchanged(what), where: placeOf(access, field), ...more };
}
