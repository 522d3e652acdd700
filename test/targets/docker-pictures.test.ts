import { describe, expect, it } from 'vitest';
import { fact, literal, type Template } from '../../modules/kernel/index.ts';
import type { FileMount } from '../../modules/workload/index.ts';
import { container, deploy, labels } from './docker-graph.ts';
import { service, workload } from './workloads.ts';

describe('pictures', () => {
  const logo = async (content: FileMount['content'], rules: Template = literal('x')) => {
    const graph = await deploy(workload([service('app', { configs: [{ name: 'logo', target: '/etc/app/logo.png', content, watched: false }, { name: 'rules', target: '/etc/app/rules', content: rules, watched: false }] })]));
    return { upload: (container(graph, 'configs-carrier').inputs['uploads'] as object[])[0], label: labels(container(graph, 'app'))['chatiere.configs'] };
  };

  it.each([['text', literal('x')], ['a fact', [fact('authority')]]])('beside %s are read where they lie: their content stands in no input, and the reader follows their hash alone', async (_, rules) => {
    const one = await logo({ path: '/un/logo.png', sha256: 'aa' }, rules);
    expect(one.upload).toEqual({ file: '/carrier/app/logo.png', source: '/un/logo.png', sourceHash: 'aa', permissions: '0444' });
    expect((await logo({ path: '/autre/logo.png', sha256: 'aa' }, rules)).label).toBe(one.label);
    expect((await logo({ path: '/un/logo.png', sha256: 'bb' }, rules)).label).not.toBe(one.label);
  });

  it('that nobody gives come from the empty file, because the plugin refuses an upload without content', async () => {
    expect((await logo(literal(''))).upload).toEqual({ file: '/carrier/app/logo.png', source: '/dev/null', permissions: '0444' });
  });
});
