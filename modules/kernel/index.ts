export * from './errors.ts';
export * from './labels.ts';
export * from './names.ts';
export * from './secrets.ts';
export * from './template.ts';
export * from './text.ts';
export * from './units.ts';
