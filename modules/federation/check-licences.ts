import spdx from 'spdx-license-ids/index.json' with { type: 'json' };
import { choices, problemAt } from '../catalog/index.ts';
import { text } from '../kernel/index.ts';
import type { Draft } from './load.ts';

/** A forbidden licence is one that exists: a slip of the pen would forbid nothing, in silence. */
export function checkLicences({ sheet, problems }: Draft): void {
  sheet?.value.licences.forbidden.forEach((given, index) => {
    if (spdx.includes(given) || /^LicenseRef-[A-Za-z0-9.-]+$/.test(given)) return;
    const { next } = choices(given, spdx);
    problems.push(problemAt(sheet, ['licences', 'forbidden', index], 'unknown-licence', text('licence inconnue', 'unknown licence'), { given, allowed: text('un identifiant de spdx.org/licenses, ou LicenseRef-<nom>', 'an identifier of spdx.org/licenses, or LicenseRef-<name>'), ...(next && { next }) }));
  });
}
