import { isObject, unserved, type Failure, type Inputs, type Values } from '../server/index.ts';
import { parseDuration } from './duration.ts';

/** Parts of inputs that the real plugin takes and this one refuses. */
const UNSERVED = [
  'networksAdvanced.driverOpts',
  'networksAdvanced.gwPriority',
  'networksAdvanced.ipv6Address',
  'networksAdvanced.linkLocalIps',
  'networksAdvanced.macAddress',
  'volumes.fromContainer',
  'volumes.selinuxRelabel',
];

const RESTART = ['no', 'on-failure', 'always', 'unless-stopped'];
const MOUNT_TYPES = ['bind', 'volume', 'tmpfs'];

/** What the provider's schema refuses before anything is done, and what the stand-in does not do. */
export function checkContainer(inputs: Inputs): Failure[] {
  return [
    ...UNSERVED.flatMap((path) => refusePart(path, inputs)),
    ...oneOf('restart', inputs['restart'], RESTART),
    ...list(inputs['mounts']).flatMap((mount) => oneOf('mounts', mount['type'], MOUNT_TYPES)),
    ...list(inputs['uploads']).flatMap(checkUpload),
    ...list(inputs['volumes']).flatMap(checkVolume),
    ...checkHealth(inputs['healthcheck']),
    ...['memory', 'memoryReservation', 'cpuShares', 'shmSize'].flatMap((name) => atLeast(name, inputs[name], 0)),
    ...atLeast('memorySwap', inputs['memorySwap'], -1),
  ];
}

function refusePart(path: string, inputs: Inputs): Failure[] {
  const [outer, inner] = path.split('.') as [string, string];
  const given = list(inputs[outer]).some((each) => !isEmpty(each[inner]));
  return given ? [{ property: outer, reason: unserved('docker', path) }] : [];
}

function oneOf(property: string, value: unknown, allowed: readonly string[]): Failure[] {
  if (typeof value !== 'string' || allowed.includes(value)) return [];
  return [{ property, reason: `'${value}' is not allowed for ${property}; allowed: ${allowed.join(', ')}` }];
}

function atLeast(property: string, value: unknown, least: number): Failure[] {
  if (typeof value !== 'number' || value >= least) return [];
  return [{ property, reason: `'${value}' must be greater than or equal to ${least}` }];
}

function checkUpload({ permissions, contentBase64 }: Values): Failure[] {
  const wrong: Failure[] = [];
  if (typeof permissions === 'string' && !/^0[0-7]{3}$/.test(permissions)) {
    wrong.push({ property: 'uploads', reason: `permissions '${permissions}' must be 0 and three octal digits, as 0444` });
  }
  if (typeof contentBase64 === 'string' && !/^[A-Za-z0-9+/]*={0,2}$/.test(contentBase64)) {
    wrong.push({ property: 'uploads', reason: 'contentBase64 is not base64' });
  }
  return wrong;
}

function checkVolume({ hostPath }: Values): Failure[] {
  if (typeof hostPath !== 'string' || hostPath === '' || hostPath.startsWith('/')) return [];
  return [{ property: 'volumes', reason: `'${hostPath}' must be an absolute path` }];
}

function checkHealth(healthcheck: unknown): Failure[] {
  if (!isObject(healthcheck)) return [];
  return ['interval', 'timeout', 'startPeriod', 'startInterval'].flatMap((name) => {
    const value = healthcheck[name];
    if (typeof value !== 'string' || parseDuration(value) !== undefined) return [];
    return [{ property: 'healthcheck', reason: `'${value}' is not a valid duration for ${name}; as 500ms, 30s or 1m30s` }];
  });
}

const list = (value: unknown): Values[] => (Array.isArray(value) ? value.filter(isObject) : []);

const isEmpty = (value: unknown): boolean => value === undefined || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
