export * from './app.ts';
export * from './compose.ts';
export * from './catalog.ts';
