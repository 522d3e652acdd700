/** The program that runs in the meter's container: `node meter.ts run|read|gaps|wall|walls`. Nothing else imports this file. */
import { main } from './meter-commands.ts';

process.exitCode = await main(process.argv.slice(2));
