import { ChatiereError, type Problem, text } from '../../kernel/index.ts';
import { isPicture, type Service } from '../../workload/index.ts';
import type { Scope } from './scope.ts';

/** Bytes that a ConfigMap may hold, as the API server counts. */
const CONFIG_MAP = 1024 ** 2;
/**
 * Bytes of a picture. It stands three times in the state of the stack (what was asked, what is there, and what was asked of that), in base64; and the
 * whole state is written at each step of an update. With 1 MiB it had 4.3 MB, with this 0.4 MB.
 */
const PICTURE = 64 * 1024;

/** What a workload asks that a cluster cannot give, said before anything is made. */
export function refuseForeign(scope: Scope): void {
  const { services, publicNames } = scope.workload;
  const problems = [
    ...services.flatMap(foreign),
    ...(publicNames.length > 0 && scope.cluster.edgeAddress === undefined ? [noEdgeAddress(publicNames)] : []),
    ...scope.sets.flatMap(({ service, files }) => files.flatMap(({ name, content }) => {
      if (!isPicture(content)) return [];
      const size = Buffer.byteLength(scope.read(content.path), 'base64');
      return size > PICTURE && service.kind === 'service' ? [heavyPicture(service, name, size)] : [];
    })),
    ...scope.sets.filter(({ kind }) => kind === 'configs').flatMap(({ service, files }) => {
      const known = files.flatMap(({ content }) => (isPicture(content) ? [] : content.filter((part) => typeof part === 'string')));
      const size = Buffer.byteLength(known.join(''));
      return size > CONFIG_MAP ? [tooLarge(service, size)] : [];
    }),
  ];
  if (problems.length > 0) throw new ChatiereError(problems);
}

/** What belongs to one machine: its files, its ports, its network. */
const foreign = ({ name, binds, ports, hostNetwork }: Service): Problem[] =>
  ([['volumes', binds.map(({ source }) => source)], ['ports', ports], ['network_mode', hostNetwork ? ['host'] : []]] as const)
    .filter(([, given]) => given.length > 0)
    .map(([key, given]) => ({
      code: 'docker-only',
      what: text('ceci n’existe que sur un serveur Docker', 'this exists on a Docker host alone'),
      where: { field: `services.${name}.${key}` },
      given: given.join(', '),
      next: text('placer cette entrée sur un serveur Docker', 'put this entry on a Docker host'),
    }));

const noEdgeAddress = (names: readonly string[]): Problem => ({
  code: 'no-edge-address',
  what: text('sans DNS public, les pods ne trouvent pas ces noms : la grappe ne dit pas à quelle adresse est sa passerelle', 'without public DNS, pods do not find these names: the cluster does not say at which address its gateway is'),
  where: { field: 'edge.address' },
  given: names.join(', '),
  next: text('ajouter edge.address au fichier du serveur, ou publicDns: true à celui de la fédération', 'add edge.address to the host’s file, or publicDns: true to the federation’s'),
});

const heavyPicture = ({ name: service }: Service, name: string, size: number): Problem => ({
  code: 'picture-too-heavy',
  what: text('image trop lourde pour une grappe', 'picture that is too heavy for a cluster'),
  where: { field: `services.${service}.configs.${name}` },
  given: `${size}`,
  allowed: text(`au plus ${PICTURE} octets (${PICTURE / 1024} Kio)`, `at most ${PICTURE} bytes (${PICTURE / 1024} KiB)`),
  next: text('l’enregistrer plus petite ; 512 points de côté suffisent à un logo', 'save it smaller; 512 points a side are enough for a logo'),
});

const tooLarge = ({ name }: Service, size: number): Problem => ({
  code: 'configs-too-large',
  what: text('les configs d’un service ne tiennent pas dans un ConfigMap', 'the configs of a service do not fit into a ConfigMap'),
  where: { field: `services.${name}.configs` },
  given: `${size}`,
  allowed: text(`${CONFIG_MAP} octets`, `${CONFIG_MAP} bytes`),
});
