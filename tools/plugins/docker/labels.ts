/** A label as the plugin's schema has it. */
export interface Label {
  label: string;
  value?: string;
}

export function labelsToMap(labels: unknown): Record<string, string> {
  return Object.fromEntries(((labels ?? []) as Label[]).map(({ label, value }) => [label, value ?? '']));
}

/** Sorted, so that two readings are alike. */
export function mapToLabels(map: Record<string, string> | null | undefined): Label[] {
  return Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, value]) => ({ label, value }));
}
