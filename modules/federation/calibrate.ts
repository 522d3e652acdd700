import { parseDocument } from 'yaml';
import type { Catalog } from '../catalog/index.ts';
import { ChatiereError, text } from '../kernel/index.ts';
import type { HardwareSheet } from './hardware.ts';
import { readFederation } from './load.ts';
import type { Federation } from './schema.ts';
import { checkChanges, type FileChange } from './write.ts';

/**
 * The file of a host with the curve that was taken of it, its comments kept; checked with the whole directory, not yet written.
 * @throws ChatiereError for a host without a hardware record, which the curve is a part of.
 */
export function withCalibration(federation: Federation, catalog: Catalog, host: string, calibration: NonNullable<HardwareSheet['calibration']>): FileChange {
  const file = `hosts/${host}.yaml`;
  if (!federation.hosts.get(host)?.hardware) {
    throw new ChatiereError({ code: 'no-hardware', what: text('serveur sans fiche matérielle : l’étalonnage en fait partie', 'host without a hardware record: the calibration is a part of it'), where: { file, field: 'hardware' }, next: text('décrire la machine sous « hardware: »', 'describe the machine under “hardware:”') });
  }
  const document = parseDocument(readFederation(federation.directory).files.get(file) ?? '');
  const node = document.createNode({ ...calibration, curve: calibration.curve });
  document.setIn(['hardware', 'calibration'], node);
  for (const index of calibration.curve.keys()) {
    const point = document.getIn(['hardware', 'calibration', 'curve', index], true) as { flow?: boolean };
    point.flow = true;
  }
  const change: FileChange = { file, text: document.toString({ lineWidth: 0 }), mode: 'replace' };
  checkChanges(federation.directory, catalog, [change]);
  return change;
}
