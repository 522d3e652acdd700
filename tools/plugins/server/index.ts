export { UNKNOWN, holdsUnknown, isObject, type Value, type Values } from './value.ts';
export {
  PartialCreate,
  PartialResource,
  type Failure,
  type Inputs,
  type Log,
  type PluginFunction,
  type Property,
  type ResourceType,
  type Severity,
  type Shape,
  type State,
} from './resource.ts';
export { unserved } from './inputs.ts';
export { serve } from './serve.ts';
export type { Plugin } from './session.ts';
