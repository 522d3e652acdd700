import { text } from '../../modules/kernel/index.ts';
import type { Shell } from '../completion/shells.ts';
import type { Verb } from '../verb.ts';

export const completion: Verb = {
  name: 'completion',
  summary: text('écrit de quoi compléter les commandes dans l’interpréteur', 'prints what makes the shell complete commands'),
  details: text(
    'Complète aussi les piles, instances, organisations, logiciels et forfaits de la fédération où l’on se trouve, ou de -C. À mettre dans ~/.bashrc, ~/.zshrc (après compinit) ou ~/.config/fish/config.fish.',
    'Completes the stacks, instances, organizations, apps and plans of the federation where one stands too, or of -C. For ~/.bashrc, ~/.zshrc (after compinit) or ~/.config/fish/config.fish.',
  ),
  examples: ['eval "$(chatiere completion bash)"', 'eval "$(chatiere completion zsh)"', 'chatiere completion fish | source'],
  arguments: [{ name: '<shell>', help: text('interpréteur', 'shell'), choices: ['bash', 'zsh', 'fish'] }],
  async run(context, values) {
    const { shells } = await import('../completion/shells.ts');
    const script = shells[values['shell'] as Shell];
    context.print(script.trimEnd());
    context.data({ script });
    return undefined;
  },
};
