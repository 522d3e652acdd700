import type { Key, TargetName } from './keys.ts';

const HEAD = `# Ce que donnent les deux cibles

Une même entrée du catalogue donne la même instance sur un serveur Docker et sur une grappe Kubernetes. Chaque ligne est une clé de
[compose.yaml ou d’app.yaml](../catalog/README.md), et la façon dont chaque cible la dit ; les différences portent leur raison.

Cette page est écrite par \`test/targets/subset\`, qui relit chaque clé dans ce que chaque cible demande, pour chaque logiciel, version et
forfait du catalogue : une clé qu’une cible laisserait tomber fait échouer les tests. Après un changement voulu : \`npx vitest run test/targets/subset -u\`.

| clé | Docker | Kubernetes |
|---|---|---|
`;

const FOOT = `
Seulement sur un serveur Docker, et refusés à l’aperçu sur une grappe : \`ports\`, \`network_mode: host\` et les chemins du serveur
(\`kind: platform\`).
`;

/** The page of the keys. */
export const table = (keys: readonly Key[]): string => `${HEAD}${keys.map((key) => `| ${key.key} | ${cell(key, 'docker')} | ${cell(key, 'kubernetes')} |\n`).join('')}${FOOT}`;

function cell({ says, differs }: Key, target: TargetName): string {
  const difference = differs?.[target];
  return difference ? `${says[target]} ; **différence** : ${difference.why}` : says[target];
}
