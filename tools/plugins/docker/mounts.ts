import { isObject, type Values } from '../server/index.ts';
import { labelsToMap, mapToLabels } from './labels.ts';

/** Mount options of volumes need this API version; the provider compares as text. */
const VOLUME_OPTIONS_VERSION = '1.45';

/** @throws Error on volume options that the engine is too old for */
export function toMounts(mounts: readonly Values[], version: string): Values[] {
  return mounts.map((mount) => ({
    Type: mount['type'],
    Target: mount['target'],
    Source: mount['source'] ?? '',
    ReadOnly: mount['readOnly'] === true,
    ...options(mount, version),
  }));
}

function options(mount: Values, version: string): Values {
  const { type, bindOptions, tmpfsOptions, volumeOptions } = mount;
  if (type === 'bind' && isObject(bindOptions)) return { BindOptions: { Propagation: bindOptions['propagation'] ?? '' } };
  if (type === 'tmpfs' && isObject(tmpfsOptions)) {
    return { TmpfsOptions: { SizeBytes: Number(tmpfsOptions['sizeBytes'] ?? 0), Mode: Number(tmpfsOptions['mode'] ?? 0) } };
  }
  if (type === 'volume' && isObject(volumeOptions)) return { VolumeOptions: forVolume(volumeOptions, version) };
  return {};
}

function forVolume(given: Values, version: string): Values {
  if (version < VOLUME_OPTIONS_VERSION) throw new Error('Setting VolumeOptions.Subpath requires docker version 1.45 or higher');
  return {
    NoCopy: given['noCopy'] === true,
    Labels: labelsToMap(given['labels']),
    Subpath: given['subpath'] ?? '',
    DriverConfig: { Name: given['driverName'] ?? '', Options: given['driverOptions'] ?? {} },
  };
}

interface EngineMount {
  Target: string;
  Source?: string;
  Type: string;
  ReadOnly?: boolean;
  BindOptions?: { Propagation?: string };
  TmpfsOptions?: { SizeBytes?: number; Mode?: number };
  VolumeOptions?: {
    NoCopy?: boolean;
    Labels?: Record<string, string>;
    Subpath?: string;
    DriverConfig?: { Name?: string; Options?: Record<string, string> };
  };
}

export function fromMounts(mounts: unknown): Values[] {
  return ((mounts ?? []) as EngineMount[]).map((mount) => ({
    target: mount.Target,
    source: mount.Source ?? '',
    type: mount.Type,
    readOnly: mount.ReadOnly ?? false,
    ...(mount.BindOptions ? { bindOptions: { propagation: mount.BindOptions.Propagation ?? '' } } : {}),
    ...(mount.TmpfsOptions ? { tmpfsOptions: { sizeBytes: mount.TmpfsOptions.SizeBytes ?? 0, mode: mount.TmpfsOptions.Mode ?? 0 } } : {}),
    ...(mount.VolumeOptions ? { volumeOptions: volumeOptions(mount.VolumeOptions) } : {}),
  }));
}

function volumeOptions({ NoCopy, Labels, Subpath, DriverConfig }: NonNullable<EngineMount['VolumeOptions']>): Values {
  return {
    noCopy: NoCopy ?? false,
    labels: mapToLabels(Labels),
    ...(DriverConfig ? { driverName: DriverConfig.Name ?? '', driverOptions: DriverConfig.Options ?? {} } : {}),
    ...(Subpath ? { subpath: Subpath } : {}),
  };
}
