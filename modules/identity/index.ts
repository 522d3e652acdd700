export * from './realm.ts';
export * from './organization.ts';
export * from './instance-client.ts';
