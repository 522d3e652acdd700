export { forgetRefusals } from '../cache/index.ts';
export { localImageNames, localImageTag } from '../../../tools/images/index.ts';
export { extensionCommand, resolveExtension } from './cli-plugins.ts';
export { installPackages } from './debian.ts';
export { engineEnvironment } from './environment.ts';
export { ensureImages, hasImage, LOCAL_BUILD } from './images.ts';
export type { Origin, PartName, ResolvedPart, ToolchainEvent, ToolchainProgress } from './part.ts';
export { type PartReport, toolchainReport } from './report.ts';
export { type Need, resolveToolchain, type Toolchain, type ToolchainRequest } from './resolve.ts';
