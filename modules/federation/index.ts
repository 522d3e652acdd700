export { type ApprovalRequest, type ApprovedOrder, approveOrders, type OrderChoices, type Place } from './approve.ts';
export { instanceId, instanceName, orderDigest } from './digest.ts';
export { jsonSchemas } from './json-schemas.ts';
export { loadFederation } from './load.ts';
export { type NewOrder, newOrders, type OrderLine, type OrderRequest } from './new-order.ts';
export { newOrganization, type OrganizationRequest } from './new-organization.ts';
export type { Picture } from './picture.ts';
export * from './schema.ts';
export { checkNewFederation, type FileChange, writeChanges } from './write.ts';
