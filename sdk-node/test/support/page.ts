// Runs in the browser: the package as a page uses it, and connect-web's own transports beside it.
import { ConnectError, createClient, type Interceptor, type Transport } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import { AuthenticationError, createOmniClient, IntelligenceService, InvalidArgumentError, MlMethods, OmniClient, OmniError } from "@omni-ai/sdk";

const SERIES = [112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118];
const MANY = { requests: Array.from({ length: 20 }, () => ({ timeSeries: SERIES, forecastSteps: 2 })) };

/** What the page reports to the test. */
export interface Report {
  transportKind: string;
  predictions: number;
  sameByGroup: boolean;
  requestId: string;
  items: number;
  refused: { type: boolean; field: string; requestId: string };
  stranger: boolean;
  mocked: string;
  aborted: string;
}

async function viaSdk(baseUrl: string, apiKey: string, wrongKey: string): Promise<Report> {
  const client = new OmniClient({ baseUrl, apiKey });
  const { data, requestId } = await client.ml.predictRevenue({ timeSeries: SERIES, forecastSteps: 3 }).withResponse();
  const byGroup = await createOmniClient({ ml: MlMethods }, { baseUrl, apiKey }).ml.predictRevenue({ timeSeries: SERIES, forecastSteps: 3 });
  const items = await client.intelligence.forecastBatch(MANY).collect();
  const refused = await failureOf(client.ml.predictRevenue({ timeSeries: SERIES, forecastSteps: 0 }));
  const stranger = await failureOf(new OmniClient({ baseUrl, apiKey: wrongKey }).platform.getSummary());
  const aborted = await failureOf(client.platform.getHealth({}, { signal: AbortSignal.abort() }));
  const mock = await new OmniClient({ mockMode: true }).platform.getHealth();
  return {
    transportKind: client.transportKind,
    predictions: data.predictions.length,
    sameByGroup: String(byGroup.predictions) === String(data.predictions),
    requestId,
    items: items.length,
    refused: {
      type: refused instanceof InvalidArgumentError && refused instanceof OmniError,
      field: refused instanceof InvalidArgumentError ? (refused.fieldViolations[0]?.field ?? "") : String(refused),
      requestId: refused instanceof InvalidArgumentError ? refused.requestId : "",
    },
    stranger: stranger instanceof AuthenticationError,
    mocked: mock.status,
    aborted: (aborted as Error).name,
  };
}

/** The same calls by a transport of connect-web: how many predictions and items, and the code of a refusal. */
async function viaConnect(kind: string, baseUrl: string, apiKey: string): Promise<[number, number, number, string]> {
  const withKey: Interceptor = (next) => (request) => {
    request.header.set("x-api-key", apiKey);
    return next(request);
  };
  const options = { baseUrl, interceptors: [withKey] };
  const transports: Record<string, () => Transport> = {
    "grpc-web": () => createGrpcWebTransport(options),
    connect: () => createConnectTransport(options),
    "connect-binary": () => createConnectTransport({ ...options, useBinaryFormat: true }),
  };
  const transport = transports[kind]?.();
  if (!transport) throw new Error(`no transport ${kind}`);
  const client = createClient(IntelligenceService, transport);
  const forecast = await client.forecast({ timeSeries: SERIES, forecastSteps: 3 });
  let items = 0;
  for await (const item of client.forecastBatch(MANY)) items += item.result.case === "forecast" ? 1 : 0;
  const refused = ConnectError.from(await failureOf(client.forecast({ timeSeries: SERIES, forecastSteps: 0 })));
  return [forecast.predictions.length, items, refused.code, refused.metadata.get("x-request-id") ?? ""];
}

async function failureOf(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}

Object.assign(globalThis, { viaSdk, viaConnect });
