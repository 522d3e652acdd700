import { z } from 'zod';
import { Line, ReleaseName, Segment, WebAddress } from '../catalog/index.ts';
import { HardwareSheet, PueSheet } from './hardware.ts';

export const Port = z.int().min(1).max(65_535);

/** Ports that an edge takes on a Docker host. */
export const EDGE_PORTS = ['httpPort', 'httpsPort', 'socketProxyPort', 'healthPort', 'meterPort', 'sleepPort'] as const;

/** Where the machines stand. Another province counts as outside. */
export const REGIONS = ['qc', 'hors-qc'] as const;

const site = z.strictObject({ name: Line, region: z.enum(REGIONS), /** Without one, no figure of what the room adds, nor of carbon. */ pue: PueSheet.optional() });

/** `hosts/<id>.yaml` of `target: docker`: a Docker engine at a site. */
export const DockerHostSheet = z.strictObject({
  operator: Segment,
  target: z.literal('docker'),
  /** Address of the engine as Docker writes it: `unix:///var/run/docker.sock`, `ssh://…`. */
  engine: z.string().regex(/^(unix:\/\/\/[^\s]+|(ssh|tcp):\/\/([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9[][A-Za-z0-9.:\]-]*)$/, { error: 'engine' }),
  site,
  /** Without it, no modelled energy and no share of what the machine's making emitted. */
  hardware: HardwareSheet.optional(),
  edge: z.strictObject({
    /** Address on which the edge listens; containers reach it through their bridge, so not loopback alone. */
    address: z.union([z.ipv4(), z.ipv6()]).default('0.0.0.0'),
    httpPort: Port.default(80),
    httpsPort: Port.default(443),
    /** Loopback port of the read-only socket proxy. */
    socketProxyPort: Port.default(2375),
    /** Loopback port of the edge's own health answer. */
    healthPort: Port.default(8082),
    /** Loopback port on which the meter answers Prometheus. */
    meterPort: Port.default(9477),
    /** Loopback port on which the window answers for instances that sleep. */
    sleepPort: Port.default(8083),
  }).prefault({}),
  /** Platform entries on this host, in order: catalog entry -> release. */
  platform: z.record(Segment, ReleaseName),
});

/** Below the federation's `private/`: nothing climbs, and nothing hidden is reached. */
const PrivatePath = z.string().max(200).regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, { error: 'private-path' });
/** Name of an object of the cluster: a DNS name. */
const ObjectName = z.string().max(253).regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, { error: 'object-name' });
const NamespaceName = z.string().max(63).regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, { error: 'object-name' });
/** A registry, and more of the path where not everything in it is allowed; matched at a `/`. */
const ImagePrefix = z.string().max(200).regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/, { error: 'image-prefix' });

/** `hosts/<id>.yaml` of `target: kubernetes`: a cluster. Its nodes, gateway and storage are its administrator's. */
export const KubernetesHostSheet = z.strictObject({
  operator: Segment,
  target: z.literal('kubernetes'),
  cluster: z.strictObject({
    /** A file of the federation's `private/`, which is never committed. */
    kubeconfig: PrivatePath,
    /** May be left out where the file has one only. */
    context: Line.max(253).optional(),
  }),
  site,
  /** The Gateway (gateway.networking.k8s.io) to which routes are attached; it terminates TLS. */
  gateway: z.strictObject({ namespace: NamespaceName, name: ObjectName }),
  /** The cluster's default class unless given. */
  storageClass: ObjectName.optional(),
  /** Where images may come from: `registre.exemple.coop`, `docker.io/library`. */
  registries: z.array(ImagePrefix).min(1),
  /** Where copies of data may be sent: whole addresses, all of the region. */
  backupEndpoints: z.array(WebAddress).default([]),
  /** Where pods find the identity server; without it, they reach every address on its port. */
  identity: z.strictObject({ addresses: z.array(z.union([z.cidrv4(), z.cidrv6()])).min(1) }).optional(),
  edge: z.strictObject({
    httpsPort: Port.default(443),
    /** Address of the Gateway as pods reach it, where public DNS does not say. */
    address: z.union([z.ipv4(), z.ipv6()]).optional(),
  }).prefault({}),
  engine: z.never({ error: 'no-engine' }).optional(),
  platform: z.never({ error: 'no-platform' }).optional(),
  hardware: z.never({ error: 'no-hardware' }).optional(),
});

/** `hosts/<id>.yaml`: where instances run. */
export const HostSheet = z.discriminatedUnion('target', [DockerHostSheet, KubernetesHostSheet]);

export type DockerHostSheet = z.infer<typeof DockerHostSheet>;
export type KubernetesHostSheet = z.infer<typeof KubernetesHostSheet>;
export type HostSheet = z.infer<typeof HostSheet>;
