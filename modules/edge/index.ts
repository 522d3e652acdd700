export * from './authority.ts';
export * from './certificates.ts';
export * from './configuration.ts';
export * from './routes.ts';
