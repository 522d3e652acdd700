import type { Federation } from '../federation/index.ts';
import { ChatiereError, joinName, label, MANAGED_BY, text } from '../kernel/index.ts';
import { withDocker } from './docker.ts';
import { runningMeter } from './meter-exec.ts';

/** Keeps a host busy at a share of its processors, 0 to 1, for at most some seconds; what it gives back ends it. */
export type Burden = (host: string, share: number, seconds: number) => Promise<() => Promise<void>>;

/** As many threads as there are cores do nothing, as fast as they can; the program ends by itself, should nobody end it. */
const PROGRAM = "const {Worker}=require('node:worker_threads');const [threads,seconds]=process.argv.slice(1).map(Number);for(let i=0;i<threads;i++)new Worker('for(;;);',{eval:true});setTimeout(()=>process.exit(0),seconds*1000)";

/**
 * A container from the image of the host's own meter: no network, no file, no right, the least weight, so that whatever people do goes first.
 * Its name is the same each time: two calibrations of one host do not run together.
 */
export function dockerBurden(federation: Federation): Burden {
  return async (host, share, seconds) => {
    const engine = federation.hosts.get(host)?.engine;
    if (engine === undefined || share === 0) return async () => undefined;
    return withDocker(engine, async (docker) => {
      const meter = await runningMeter(docker, federation.sheet.id, host);
      if (!meter) throw new ChatiereError({ code: 'no-meter', what: text(`serveur ${host} : son compteur ne tourne pas`, `host ${host}: its meter is not running`), next: text(`lancer « chatiere up host.${host} »`, `run “chatiere up host.${host}”`) });
      const { NCPU: cores } = (await docker.info()) as { NCPU: number };
      const container = await docker.createContainer({
        name: joinName(federation.sheet.id, host, 'calibration'),
        Image: meter.ImageID,
        Entrypoint: ['/usr/local/lib/meter/node'],
        Cmd: ['--eval', PROGRAM, String(cores), String(seconds)],
        User: '65532:65532',
        Labels: { [label.managedBy]: MANAGED_BY },
        HostConfig: { NetworkMode: 'none', ReadonlyRootfs: true, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'], AutoRemove: true, NanoCpus: Math.round(share * cores * 1e9), CpuShares: 2, Memory: 512 * 1024 ** 2 },
      });
      await container.start();
      return () => withDocker(engine, async (client) => {
        // Gone already, of itself or by the engine, is as good.
        await client.getContainer(container.id).kill().catch((error: { readonly statusCode?: number }) => {
          if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
        });
      });
    });
  };
}
