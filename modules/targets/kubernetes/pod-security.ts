import { ChatiereError, inert, type Text, text } from '../../kernel/index.ts';
import type { Service, Workload } from '../../workload/index.ts';
import { mayBeRoot, userOf } from './user.ts';

/** Capabilities that the Pod Security Standards let a container add: `restricted` one, `baseline` the thirteen that Docker gives by default. */
const RESTRICTED = ['NET_BIND_SERVICE'];
const BASELINE = ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'];

export type Level = 'restricted' | 'baseline';

/** Without `CAP_`, sorted. */
export const capabilitiesOf = ({ capAdd }: Service): string[] => capAdd.map((name) => name.replace(/^CAP_/, '')).sort();

/** Why a service cannot be held to `restricted`; undefined where it can. */
export function relaxation(service: Service): Text | undefined {
  const beyond = capabilitiesOf(service).filter((name) => !RESTRICTED.includes(name));
  const reasons: Text[] = [];
  if (userOf(service) === undefined) reasons.push(text('utilisateur de l’image, peut-être root', 'the image’s own user, which may be root'));
  else if (mayBeRoot(service)) reasons.push(text('root', 'root'));
  if (beyond.length > 0) reasons.push(text(`capacités ${beyond.join(', ')}`, `capabilities ${beyond.join(', ')}`));
  if (reasons.length === 0) return undefined;
  const said = (language: 'fr' | 'en'): string => reasons.map((reason) => reason[language]).join(' ; ');
  return text(`${service.name} : ${said('fr')}`, `${service.name}: ${said('en')}`);
}

/** As it stands in an annotation, French first. */
export const inWords = ({ fr, en }: Text): string => `${fr} / ${en}`;

/** What the namespace of a workload is held to, and why no more. Throws where not even `baseline` would let a service start. */
export function podSecurity({ services }: Workload): { readonly level: Level; readonly reasons: readonly Text[] } {
  const refused = services.flatMap((service) => capabilitiesOf(service).filter((name) => !BASELINE.includes(name)).map((name) => ({ service, name })));
  if (refused.length > 0) throw new ChatiereError(refused.map(({ service, name }) => tooMuch(service, name)));
  const reasons = services.map(relaxation).filter((reason) => reason !== undefined);
  return { level: reasons.length === 0 ? 'restricted' : 'baseline', reasons };
}

const tooMuch = ({ name: service }: Service, capability: string) => ({
  code: 'capability-refused',
  what: text('capacité que la norme « baseline » de Kubernetes refuse', 'capability that Kubernetes’ “baseline” standard refuses'),
  where: { field: `services.${service}.cap_add` },
  given: inert(capability),
  allowed: text(BASELINE.join(', '), BASELINE.join(', ')),
});
