import { Caller } from "./caller.js";
import { ConfigError } from "./errors.js";
import { fetchConnection } from "./fetch.js";
import { GeneratedClient } from "./generated/client.js";
import { groupClient, type GroupClient, type Groups } from "./groups.js";
import { checkClientOptions, resolveSettings, type CallOptions, type ClientOptions, type TokenOptions } from "./options.js";
import type { TokenPair } from "./person.js";

export * from "./shared.js";

/**
 * A client of an Omni server.
 *
 * @example
 * const client = new OmniClient({ apiKey: "omni_test_…", baseUrl: "https://omni.example.com" });
 * const forecast = await client.ml.predictRevenue({ timeSeries: [100, 120, 145, 160], forecastSteps: 3 });
 * console.log(forecast.predictions, forecast.confidence, forecast.modelType);
 */
export class OmniClient extends GeneratedClient {
  /** @throws {ConfigError} when a setting is missing or does not fit. */
  constructor(options?: ClientOptions) {
    super(options instanceof Caller ? options : new Caller(connect(options ?? {})));
  }

  /** A client with other options for all its calls. It shares the connection, and `close()` closes both. */
  withOptions(options: CallOptions): OmniClient {
    return new OmniClient(this.caller.with(options) as ClientOptions);
  }

  /**
   * A client that acts for the person who signed in. It shares the connection, and `close()` closes both.
   *
   * @param tokens What `auth.login` or `auth.completeMfa` gave, or a pair that was kept.
   * @throws {ConfigError} when there are none: a sign-in that waits for a second factor has none yet.
   */
  withTokens(tokens: TokenPair | undefined, options?: TokenOptions): OmniClient {
    return new OmniClient(this.caller.as(tokens ?? {}, options) as ClientOptions);
  }
}

/**
 * A client with the groups of methods that are named, and no others: a bundler then leaves the rest of the contract out
 * of a page. Everything else is as with {@link OmniClient}.
 *
 * @example
 * const client = createOmniClient({ ml: MlMethods }, { apiKey: "omni_test_…", baseUrl: "https://omni.example.com" });
 * const forecast = await client.ml.predictRevenue({ timeSeries: [100, 120, 145, 160], forecastSteps: 3 });
 *
 * @throws {ConfigError} when a setting is missing or does not fit.
 */
export function createOmniClient<G extends Groups>(groups: G, options?: ClientOptions): GroupClient<G> {
  return groupClient(groups, new Caller(connect(options ?? {})));
}

function connect(unchecked: ClientOptions): ReturnType<typeof fetchConnection> {
  const options = checkClientOptions(unchecked);
  if (options.transport === "native") {
    throw new ConfigError("transport", 'transport is "native", which needs Node, Bun or Deno; expected "fetch" or "auto"');
  }
  return fetchConnection(resolveSettings(options, {}), options.fetch);
}
