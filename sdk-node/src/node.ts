import { Caller } from "./caller.js";
import type { Connection } from "./connection.js";
import { ConfigError } from "./errors.js";
import { fetchConnection } from "./fetch.js";
import { GeneratedClient } from "./generated/client.js";
import { groupClient, type GroupClient, type Groups } from "./groups.js";
import { hideSecrets } from "./inspect.js";
import { runtime } from "./json.js";
import { loadAddon, nativeConnection } from "./native.js";
import { checkClientOptions, resolveSettings, type CallOptions, type ClientOptions, type TokenOptions } from "./options.js";
import type { TokenPair } from "./person.js";

export * from "./shared.js";

/**
 * A client of an Omni server. Settings that are not given come from the environment, then from the profile in
 * `~/.config/omni/config.toml`, then from the defaults.
 *
 * @example
 * const client = new OmniClient({ apiKey: "omni_test_…" });
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

let warned = false;

function connect(unchecked: ClientOptions): Connection {
  runtime.dress = hideSecrets;
  const options = checkClientOptions(unchecked);
  const transport = options.transport ?? "auto";
  if (transport !== "native" && transport !== "fetch" && transport !== "auto") {
    throw new ConfigError("transport", `transport is ${JSON.stringify(transport)}; expected "native", "fetch" or "auto"`);
  }
  if (transport !== "fetch") {
    const { addon, reason } = loadAddon();
    if (addon) return nativeConnection(addon, options);
    if (transport === "native") {
      throw new ConfigError("transport", `transport is "native", but there is no addon for this platform: ${reason}`);
    }
    if (!warned) {
      warned = true;
      process.emitWarning(`@omni-ai/sdk has no native addon here and uses fetch instead (${reason})`, {
        type: "OmniWarning",
        code: "OMNI_NO_ADDON",
        detail: 'Set transport: "fetch" to choose this without a warning.',
      });
    }
  }
  return fetchConnection(resolveSettings(options, process.env), options.fetch);
}
