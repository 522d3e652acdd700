/** Minutes between two looks at the schedules. */
const EVERY = 5;

/** Where the command and the federation are; absolute. */
export interface TimerPlace {
  readonly command: string;
  readonly federation: string;
  readonly id: string;
}

/** Unit files by which systemd follows the schedules, by their names, and the line for cron that does the same. */
export function timerUnits({ command, federation, id }: TimerPlace): { readonly units: Readonly<Record<string, string>>; readonly cron: string } {
  const name = `chatiere-sleep-${id}`;
  return {
    units: {
      [`${name}.service`]: `[Unit]
Description=Chatiere: sleep schedules of ${id}
After=docker.service network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=${[command, '-C', federation, 'sleep', '--due'].map(unitWord).join(' ')}
`,
      [`${name}.timer`]: `[Unit]
Description=Chatiere: sleep schedules of ${id}, every ${EVERY} minutes

[Timer]
OnCalendar=*:0/${EVERY}
Persistent=true

[Install]
WantedBy=timers.target
`,
    },
    cron: `*/${EVERY} * * * * ${[command, '-C', federation, 'sleep', '--due'].map(cronWord).join(' ')}`,
  };
}

const PLAIN = /^[A-Za-z0-9_./:@=+-]+$/;

/** One word of ExecStart: systemd reads C escapes, `%` for its own names and `$` for variables. */
const unitWord = (word: string): string => (PLAIN.test(word) ? word : `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`);

/** One word of a line of cron: the shell's quotes, and `%`, which ends the command. */
const cronWord = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''").replaceAll('%', '\\%')}'`);
