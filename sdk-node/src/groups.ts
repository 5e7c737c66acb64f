import { BaseClient } from "./base.js";
import type { Caller } from "./caller.js";
import { ConfigError } from "./errors.js";
import type { CallOptions, TokenOptions } from "./options.js";
import type { TokenPair } from "./person.js";

/** Groups of methods, such as `MlMethods`, by the names that they are to have on the client. */
export type Groups = Readonly<Record<string, new (caller: never) => object>>;

/** A client with some groups of methods; see {@link createOmniClient}. */
export type GroupClient<G extends Groups> = BaseClient & { readonly [Name in keyof G]: InstanceType<G[Name]> } & {
  /** A client with other options for all its calls. It shares the connection, and `close()` closes both. */
  withOptions(options: CallOptions): GroupClient<G>;
  /** A client that acts for the person who signed in. It shares the connection, and `close()` closes both. */
  withTokens(tokens: TokenPair | undefined, options?: TokenOptions): GroupClient<G>;
};

/** The client with these groups over a connection. */
export function groupClient<G extends Groups>(groups: G, caller: Caller): GroupClient<G> {
  const client = Object.assign(new BaseClient(caller), {
    withOptions: (options: CallOptions) => groupClient(groups, caller.with(options)),
    withTokens: (tokens: TokenPair | undefined, options?: TokenOptions) => groupClient(groups, caller.as(tokens ?? {}, options)),
  });
  for (const [name, Methods] of Object.entries(groups)) {
    if (name in client) throw new ConfigError("groups", `groups.${name}: every client has a ${name} of its own; expected another name`);
    Object.assign(client, { [name]: new Methods(caller as never) });
  }
  return client as GroupClient<G>;
}
