import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import anys from 'google-protobuf/google/protobuf/any_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import statuses from '@pulumi/pulumi/proto/status_pb.js';
import { PartialResource } from './resource.ts';
import { encode, strings } from './value.ts';

const SHORTEST_MASKED = 4;

export type Problem = Pick<ServiceError, 'code' | 'details' | 'metadata'>;

/** An error as gRPC carries it to the engine, without the secrets in `masked`; a partial resource takes its state along. */
export function problem(error: unknown, masked: readonly string[] = [], secrets: ReadonlySet<string> = new Set()): Problem {
  const message = mask(error instanceof Error ? error.message : String(error), masked);
  const metadata = new Metadata();
  if (error instanceof PartialResource) metadata.add('grpc-status-details-bin', partial(error, message, secrets));
  return { code: status.UNKNOWN, details: message, metadata };
}

/** Every secret text in these values. */
export function secretTexts(values: Record<string, unknown>, secrets: ReadonlySet<string>): string[] {
  return [...secrets].flatMap((name) => strings(values[name]));
}

/** Replaces each text, and each of its lines, that is long enough to mean something. */
export function mask(message: string, texts: readonly string[]): string {
  const parts = texts.flatMap((text) => [text, ...text.split('\n')]).filter((part) => part.trim().length >= SHORTEST_MASKED);
  return [...new Set(parts)].sort((a, b) => b.length - a.length).reduce((masked, part) => masked.replaceAll(part, '[secret]'), message);
}

/** The engine reads the status again from the details, hence both. */
function partial(error: PartialResource, message: string, secrets: ReadonlySet<string>): Buffer {
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(encode(error.state, secrets));
  detail.setReasonsList([message]);
  const packed = new anys.Any();
  packed.pack(detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const whole = new statuses.Status();
  whole.setCode(status.UNKNOWN);
  whole.setMessage(message);
  whole.addDetails(packed);
  return Buffer.from(whole.serializeBinary());
}
