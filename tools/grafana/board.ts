import { type Dashboard, DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as TextBuilder } from '@grafana/grafana-foundation-sdk/text';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

interface Panel {
  readonly title: string;
  readonly description: string;
  /** As Grafana names them. */
  readonly unit: string;
  readonly expr: string;
  readonly legend: string;
}

/** What the meters expose, for those who already keep Prometheus and Grafana; the names are those of the rules beside it. */
const rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[] = [
  {
    title: 'Serveurs',
    panels: [
      { title: 'Puissance des processeurs', description: 'Par leurs propres compteurs, mémoire comprise ; ni disques, ni ventilateurs, ni pertes de l’alimentation.', unit: 'watt', expr: 'host:sobriety_host_processor_power_watts:rate5m', legend: '{{host}}' },
      { title: 'Charge', description: 'Part du temps de processeur qui travaille.', unit: 'percentunit', expr: 'host:sobriety_host_load:ratio_rate5m', legend: '{{host}}' },
    ],
  },
  {
    title: 'Instances',
    panels: [
      { title: 'Puissance de chaque instance', description: 'Travail, et sa part de la machine au repos ; sans ce qui sert à tous. Demande les règles que `chatiere energy rules` écrit.', unit: 'watt', expr: 'service_instance:sobriety_instance_power_watts:rate5m', legend: '{{service_instance}}' },
      { title: 'Énergie de chaque instance, par heure', description: 'La même, sur l’heure passée ; une instance endormie n’a rien.', unit: 'joule', expr: 'service_instance:sobriety_instance_energy_joules:increase1h', legend: '{{service_instance}}' },
      { title: 'Processeur', description: 'Cœurs occupés par chaque instance.', unit: 'none', expr: 'service_instance:sobriety_container_cpu_seconds:rate5m', legend: '{{service_instance}}' },
      { title: 'Mémoire utilisée sur mémoire réservée', description: 'Loin sous 1 pendant des semaines : le forfait est trop grand.', unit: 'percentunit', expr: 'service_instance:sobriety_container_working_set_bytes:sum / service_instance:sobriety_container_memory_request_bytes:sum', legend: '{{service_instance}}' },
    ],
  },
  {
    title: 'Qualité des données',
    panels: [
      { title: 'Âge du dernier relevé', description: 'Une minute ; plus d’un quart d’heure appelle.', unit: 's', expr: 'time() - sobriety_meter_last_sample_timestamp_seconds', legend: '{{host}}' },
      { title: 'Temps sans relevé, par jour', description: 'Rien n’est deviné dans un trou.', unit: 's', expr: 'increase(sobriety_meter_gap_seconds_total[1d])', legend: '{{host}}' },
      { title: 'Part du compteur lui-même', description: 'Du travail du serveur.', unit: 'percentunit', expr: 'host:sobriety_meter_cpu:ratio_rate1h', legend: '{{host}}' },
    ],
  },
];

/** The dashboard that `docs/grafana/chatiere.json` holds. */
export function board(): Dashboard {
  const builder = new DashboardBuilder('Chatière : sobriété').uid('chatiere-sobriete').tags(['chatiere']).timezone('America/Toronto').time({ from: 'now-7d', to: 'now' }).refresh('5m').readonly();
  builder.withPanel(new TextBuilder().title('').transparent(true).height(3).span(24).content('Compteurs bruts, et ce que le modèle de chaque serveur en tire. Intervalles, provenance, lectures à la prise, pointe d’hiver et carbone : `chatiere energy` et `chatiere dashboard`.'));
  for (const { title, panels } of rows) {
    builder.withRow(new RowBuilder(title));
    for (const panel of panels) {
      builder.withPanel(new PanelBuilder().title(panel.title).description(panel.description).unit(panel.unit).min(0).height(8).span(24 / panels.length).datasource({ type: 'prometheus', uid: 'prometheus' }).withTarget(new DataqueryBuilder().expr(panel.expr).legendFormat(panel.legend)));
    }
  }
  return builder.build();
}

export const boardFile = (): string => `${JSON.stringify(board(), null, 2)}\n`;
