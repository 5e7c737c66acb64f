import { Code, ConnectError } from "@connectrpc/connect";
import { createEnvelopeReadableStream, encodeEnvelope } from "@connectrpc/connect/protocol";
import { trailerFlag, trailerParse, validateResponse, validateTrailer } from "@connectrpc/connect/protocol-grpc-web";

// Framing, trailers and status come from connect. Its ready transport is not used: it carries protobuf's JSON codec
// along, 9 kB of a browser's download that gRPC-Web never needs.

/** No answer: what fetch or the reading of the body failed with. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** What answered is no server of Omni, such as a page at a wrong address. */
export class NotOmni extends Error {
  override readonly name = "NotOmni";
}

/** One gRPC-Web call that has been answered: the headers, and the messages to come. */
export class GrpcWebAnswer {
  readonly headers: Headers;
  readonly #frames: ReadableStreamDefaultReader<{ flags: number; data: Uint8Array }>;
  #trailer: Headers | undefined;

  constructor(headers: Headers, body: ReadableStream<Uint8Array>) {
    this.headers = headers;
    this.#frames = createEnvelopeReadableStream(body).getReader();
  }

  /**
   * The next message; undefined at the end.
   *
   * @throws {ConnectError} the status of the call, when it is not OK.
   */
  async next(): Promise<Uint8Array | undefined> {
    const { done, value } = await answerOf(this.#frames.read()).catch(unreadable);
    if (done) {
      if (this.#trailer === undefined && !this.headers.has("grpc-status")) {
        throw new NoAnswer("the answer ended before its status");
      }
      return undefined;
    }
    if (value.flags & trailerFlag) {
      this.#trailer = trailerParse(value.data);
      validateTrailer(this.#trailer, this.headers);
      return this.next();
    }
    if (value.flags !== 0) throw new ConnectError("the answer is compressed", Code.Internal);
    return value.data;
  }
}

/** Sends one message and waits for the headers of the answer. */
export async function sendGrpcWeb(
  fetch: typeof globalThis.fetch,
  url: string,
  headers: Headers,
  message: Uint8Array,
  signal: AbortSignal,
): Promise<GrpcWebAnswer> {
  headers.set("content-type", "application/grpc-web+proto");
  headers.set("x-grpc-web", "1");
  const body = encodeEnvelope(0, message) as Uint8Array<ArrayBuffer>;
  const response = await answerOf(fetch(url, { method: "POST", headers, body, signal, redirect: "manual" }));
  const other = notGrpcWeb(response);
  if (other !== undefined) {
    // Nobody reads the page.
    void response.body?.cancel().catch(() => undefined);
    throw new NotOmni(other);
  }
  const { headerError } = validateResponse(response.status, response.headers);
  // Some proxies add an empty body to an error that is all in the headers; it says nothing more.
  if (headerError !== undefined) throw headerError;
  if (response.body === null) throw new NoAnswer("the answer has no body");
  return new GrpcWebAnswer(response.headers, response.body);
}

/** What the answer is when it is none of gRPC. A refusal or a failure of a proxy on the way gets its code as gRPC says. */
function notGrpcWeb({ status, type, headers }: Response): string | undefined {
  const kind = headers.get("content-type")?.split(";")[0];
  if (headers.has("grpc-status") || /^application\/grpc-web(\+|$)/.test(kind ?? "")) return undefined;
  if ([401, 403, 408, 429].includes(status) || status >= 500) return undefined;
  if (type === "opaqueredirect") return "a redirect";
  const location = headers.get("location");
  return `HTTP ${status}${location ? ` to ${location.slice(0, 200)}` : ""} and ${kind ?? "no content type"}`;
}

/** Frames that cannot be read are the fault of the server, or of what stands before it; connect blames the caller. */
function unreadable(error: unknown): never {
  if (!(error instanceof ConnectError)) throw error;
  throw new ConnectError(`the answer cannot be read: ${error.rawMessage}`, Code.Internal, undefined, undefined, error);
}

async function answerOf<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof ConnectError) throw error;
    // undici says "fetch failed" and hides why in the cause.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new NoAnswer(cause instanceof Error ? cause.message : String(cause), { cause: error });
  }
}
