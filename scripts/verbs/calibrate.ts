import type { Listener } from '../../modules/engine/index.ts';
import { ChatiereError, ExitCode, type Text, text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Values, Verb } from '../verb.ts';
import { table, today, yesOption } from './common.ts';

export const calibrate: Verb = {
  name: 'calibrate',
  summary: text('charge un serveur par paliers et inscrit la courbe de sa puissance', 'loads a host in steps and writes the curve of its power'),
  details: text(
    'Trois paliers (repos, demi-charge, pleine charge) : le modèle passe de la classe D, à moitié ou au double près, à la classe C, à 12 % près. La charge a la plus faible priorité, et rien d’autre que le processeur ; choisir tout de même une heure creuse. Avec --plug, on vous demande à chaque palier ce que dit un compteur à la prise ; sinon, les compteurs du processeur servent, s’il en a. La courbe va dans la fiche matérielle du serveur, hosts/<serveur>.yaml, à relire et à mettre dans git.',
    'Three levels (rest, half load, full load): the model goes from class D, within half or double, to class C, within 12%. The load has the least priority, and nothing but the processor; choose a quiet hour all the same. With --plug you are asked at each level what a meter at the plug says; otherwise the processor’s own counters serve, where it has any. The curve goes to the host’s hardware record, hosts/<host>.yaml, to be reviewed and committed.',
  ),
  examples: ['chatiere calibrate serveur-1', 'chatiere calibrate serveur-1 --plug --minutes 6'],
  arguments: [{ name: '<host>', help: text('serveur', 'host'), of: 'host' }],
  options: [
    { flags: '--minutes <n>', help: text('durée de chaque palier, 4 par défaut', 'how long each level is held, 4 by default') },
    { flags: '--plug', help: text('demande ce que dit la prise, en watts', 'asks what the plug says, in watts') },
    yesOption,
  ],
  async run(context, values) {
    const host = values['host'] as string;
    const minutes = minutesOf(values);
    const plug = values['plug'] === true ? plugReader(context) : undefined;
    const { calibrate: run, dockerBurden, dockerMeters, openSession, refuseUnknown } = await import('../../modules/engine/index.ts');
    const { withCalibration, writeChanges } = await import('../../modules/federation/index.ts');
    const { setTimeout: sleep } = await import('node:timers/promises');
    const { federation, catalog } = openSession(await context.federation());
    refuseUnknown([...federation.hosts.keys()], [host], text('serveur inconnu', 'unknown host'));
    // A record that is missing is known before half an hour has gone by.
    withCalibration(federation, catalog, host, { on: today(), measured: 'rapl', curve: [{ load: 0, watts: 1 }, { load: 1, watts: 2 }] });
    const calibration = await context.work(({ listen, signal }) => run(federation, { host, minutes, plug, day: today(), listen: plug ? lines(context) : listen, signal }, {
      exec: dockerMeters(federation),
      burden: dockerBurden(federation),
      wait: (seconds, stopped) => sleep(seconds * 1000, undefined, { signal: stopped }).catch(() => { throw stoppedShort(); }),
      now: () => Date.now() / 1000,
    }));
    const change = withCalibration(federation, catalog, host, calibration);
    context.print(table(calibration.curve.map(({ load, watts }) => [`${load * 100} %`, `${watts} W`])));
    const { confirmWriting } = await import('../confirm.ts');
    await confirmWriting(context, text('Inscrire cette courbe ?', 'Write this curve?'), values['yes'] === true);
    writeChanges(federation.directory, [change]);
    context.print(text(`${change.file} : étalonnage inscrit.`, `${change.file}: calibration written.`));
    context.data({ host, calibration, files: [change.file] });
    return undefined;
  },
};

/** Where questions are asked, nothing is drawn over them. */
const lines = (context: Context): Listener => (progress) => {
  if (progress.kind === 'task-started') context.print(progress.title);
};

const stoppedShort = (): ChatiereError => new ChatiereError({ code: 'cancelled', what: text('étalonnage arrêté : rien n’a été écrit, et la charge est finie', 'calibration stopped: nothing was written, and the load has ended') }, ExitCode.cancelled);

/** Two windows of a minute, wholly inside, after half a minute to settle: less than four minutes may not have them. */
function minutesOf(values: Values): number {
  const given = (values['minutes'] as string | undefined) ?? '4';
  if (/^\d{1,2}$/.test(given) && Number(given) >= 4) return Number(given);
  throw new ChatiereError({ code: 'minutes', what: text('durée d’un palier impossible', 'impossible length of a level'), where: { field: '--minutes' }, given, allowed: text('4 à 99', '4 to 99') }, ExitCode.usage);
}

function plugReader(context: Context): (level: Text) => Promise<number> {
  if (!context.interactive) throw new ChatiereError({ code: 'not-interactive', what: text('--plug demande ce que dit la prise : il faut un terminal', '--plug asks what the plug says: it needs a terminal'), next: text('relancer sur un terminal, sans --json', 'run it again on a terminal, without --json') }, ExitCode.usage);
  return async (level) => {
    const { type } = await import('../ask.ts');
    for (;;) {
      const answer = await type(context, text(`Watts à la prise, ${level.fr}`, `Watts at the plug, ${level.en}`));
      if (answer === undefined) throw stoppedShort();
      const watts = Number(answer.replace(',', '.'));
      if (watts > 0 && watts < 100_000) return watts;
    }
  };
}
