import { Caller } from "./caller.js";
import { ConfigError } from "./errors.js";
import { fetchConnection } from "./fetch.js";
import { GeneratedClient } from "./generated/client.js";
import { checkClientOptions, resolveSettings, type CallOptions, type ClientOptions } from "./options.js";

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
}

function connect(unchecked: ClientOptions): ReturnType<typeof fetchConnection> {
  const options = checkClientOptions(unchecked);
  if (options.transport === "native") {
    throw new ConfigError("transport", 'transport is "native", which needs Node, Bun or Deno; expected "fetch" or "auto" here');
  }
  return fetchConnection(resolveSettings(options, {}), options.fetch);
}
