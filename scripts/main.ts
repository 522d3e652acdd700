import { enableCompileCache } from 'node:module';

enableCompileCache();
// A reader that has seen enough, such as `head`, is no error; with nobody to hear of progress, the work goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const { main } = await import('./program.ts');
process.exitCode = await main(process.argv.slice(2), { environment: process.env, cwd: process.cwd(), stdout: process.stdout, stderr: process.stderr });
