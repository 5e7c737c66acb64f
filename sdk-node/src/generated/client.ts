// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { ResponsePromise } from "../call.js";
import type { Caller } from "../caller.js";
import type { CallOptions } from "../options.js";
import type { GetErrorRequestInput } from "./inputs.js";
import type { GetErrorResponse } from "./pb/omni/platform/v1/platform_service_pb.js";
import { BaseClient } from "../base.js";
import { byPosition } from "../caller.js";
import { AuditMethods, AuthMethods, CacheMethods, IntelligenceMethods, KeysMethods, MlMethods, PlatformMethods, SsoMethods, TeamMethods, TenantsMethods } from "./groups.js";
import { PlatformService } from "./pb/omni/platform/v1/platform_service_pb.js";

/** The methods of the contract, by group. */
export class GeneratedClient extends BaseClient {
  /** Who did what, and when: the log of sensitive acts of a tenant, as a chain that shows every later change. */
  readonly audit: AuditMethods;
  /** How people sign in. */
  readonly auth: AuthMethods;
  /**
   * The response cache of a tenant: how often it answers, for how long it keeps, and how to empty it.
   *
   * Only methods that change nothing and say so in their contract are cached. Live and test are kept apart.
   */
  readonly cache: CacheMethods;
  /** Predictions from a tenant's own numbers. */
  readonly intelligence: IntelligenceMethods;
  /**
   * API keys: the credentials of services.
   *
   * A key belongs to one environment of one tenant. It reads `omni_<live|test>_<public id>_<secret>_<checksum>`; the server
   * keeps a hash of the secret only.
   */
  readonly keys: KeysMethods;
  /** Predictions from a tenant's own numbers. */
  readonly ml: MlMethods;
  /** How much a caller may still do. */
  readonly platform: PlatformMethods;
  /**
   * Single sign-on: people sign in at their company's identity provider, by OpenID Connect or SAML 2.0.
   *
   * A tenant proves which domains are its own, and connects identity providers. What these say of an address counts for
   * those domains only. A session that a connection made acts in that tenant alone.
   */
  readonly sso: SsoMethods;
  /**
   * The people of a tenant: members, invitations, roles.
   *
   * A member has one role. A role is a list of permissions, where `keys.*` stands for all below it. Five are built in:
   * owner, admin, developer, billing and viewer; a tenant adds its own. Nobody hands on more than they hold, and a tenant
   * always has an owner. A team is the same in live and test; it is changed with a live sign-in.
   */
  readonly team: TeamMethods;
  /** The companies that an installation serves: their tier, their status, what they may use and what they have used. */
  readonly tenants: TenantsMethods;

  /** @internal */
  constructor(caller: Caller) {
    super(caller);
    this.audit = new AuditMethods(caller);
    this.auth = new AuthMethods(caller);
    this.cache = new CacheMethods(caller);
    this.intelligence = new IntelligenceMethods(caller);
    this.keys = new KeysMethods(caller);
    this.ml = new MlMethods(caller);
    this.platform = new PlatformMethods(caller);
    this.sso = new SsoMethods(caller);
    this.team = new TeamMethods(caller);
    this.tenants = new TenantsMethods(caller);
  }

  /**
   * GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
   *
   * Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
   * another tenant, is NOT_FOUND.
   *
   * @example
   * const response = await client.getError("req_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  getError(failedRequestId: GetErrorRequestInput["failedRequestId"], options?: CallOptions): ResponsePromise<GetErrorResponse>;
  getError(request: GetErrorRequestInput, options?: CallOptions): ResponsePromise<GetErrorResponse>;
  getError(...given: readonly unknown[]): ResponsePromise<GetErrorResponse> {
    const [request, options] = byPosition(given, ["failedRequestId"], false);
    return this.caller.unary(PlatformService.method.getError, request, options);
  }
}
