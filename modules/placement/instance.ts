import type { Edition, PictureKey, Plan, Release } from '../catalog/index.ts';
import type { DockerHostSheet, FederationSheet, HostSheet, OrganizationSheet, Picture } from '../federation/index.ts';

/** What an approved order and an instance file come to: pure data, nothing left to look up. */
export interface Instance {
  /** `<organization>.<name>`; also the name of its stack. */
  readonly id: string;
  readonly federation: FederationSheet;
  readonly organization: string;
  readonly organizationSheet: OrganizationSheet;
  readonly pictures: Readonly<Partial<Record<PictureKey, Picture>>>;
  readonly name: string;
  /** `<federation>--<organization>--<name>`. */
  readonly workload: string;
  readonly release: Release;
  /** Undefined where the app has none of them. */
  readonly edition: (Edition & { readonly id: string }) | undefined;
  readonly planId: string;
  readonly plan: Plan;
  readonly operator: string;
  readonly host: string;
  readonly hostSheet: HostSheet;
  readonly hostname: string;
  /** `https://<hostname>[:port]`, no trailing slash. */
  readonly url: string;
  /** Organizations that may sign in, its own first, each once. */
  readonly access: readonly string[];
  readonly registration: 'closed' | 'invited' | 'open';
  readonly breakGlass: boolean;
  readonly secretGenerations: Readonly<Record<string, number>>;
  /** Name of an image in compose.yaml -> reference that the engine pulls or has. */
  readonly images: Readonly<Record<string, string>>;
}

/** A catalog entry of `kind: platform` on a Docker host. */
export interface Platform {
  readonly federation: FederationSheet;
  readonly host: string;
  readonly hostSheet: DockerHostSheet;
  readonly name: string;
  /** `<federation>--<host>--<name>`. */
  readonly workload: string;
  readonly release: Release;
  /** Set for an entry with a route (the identity server). */
  readonly hostname: string | undefined;
  readonly url: string | undefined;
  /** Hostnames of the instances of this host that the identity server tells when somebody signs out; none for another entry. */
  readonly told: readonly string[];
  readonly images: Readonly<Record<string, string>>;
}
