import { jsonLineSchema } from '../modules/engine/index.ts';
import { jsonSchemas } from '../modules/federation/index.ts';
import { energyReportSchema } from '../modules/metering/index.ts';

/** Every schema that `chatiere schema` gives: of the files, of the lines of `--json`, and of what stands in `energy`. */
export const allSchemas = (): Record<string, object> => ({ ...jsonSchemas(), 'json-line': jsonLineSchema(), 'energy-report': energyReportSchema() });
