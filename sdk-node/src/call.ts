import type { ResponseInfo, StreamResult, UnaryInfo, UnaryResult } from "./connection.js";
import type { Answer } from "./json.js";

/** An answer with what came with it. */
export interface WithResponse<T> extends UnaryInfo {
  /** The answer. */
  readonly data: Answer<T>;
}

/** A stream that has begun, with what came with its first item. */
export interface StreamWithResponse<T> extends ResponseInfo {
  /** The stream. */
  readonly data: ResponseStream<T>;
}

/**
 * The answer to come. `await` it for the message, or `await call.withResponse()` for the message with the request id,
 * the headers and the latency.
 */
export class ResponsePromise<T> implements Promise<Answer<T>> {
  readonly #result: Promise<UnaryResult>;

  /** @internal */
  constructor(result: Promise<UnaryResult>) {
    this.#result = result;
  }

  /** The answer together with the request id, headers, latency and number of attempts. */
  async withResponse(): Promise<WithResponse<T>> {
    const { message, info } = await this.#result;
    return { data: message as unknown as Answer<T>, ...info };
  }

  // oxlint-disable-next-line unicorn/no-thenable -- this is a promise, with one method more
  then<A = Answer<T>, B = never>(
    fulfilled?: ((value: Answer<T>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#result.then((result) => result.message as unknown as Answer<T>).then(fulfilled, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Answer<T> | B> {
    return this.then(undefined, rejected);
  }

  finally(done?: (() => void) | null): Promise<Answer<T>> {
    return this.then(undefined, undefined).finally(done);
  }

  get [Symbol.toStringTag](): string {
    return "ResponsePromise";
  }
}

/**
 * A stream of answers, to be read once with `for await`. The call is sent when reading begins. Leaving the loop early
 * cancels it.
 */
export class ResponseStream<T> implements AsyncIterable<Answer<T>> {
  readonly #open: () => Promise<StreamResult>;
  #started: Promise<StreamResult> | undefined;
  #reading = false;
  #cancelled = false;

  /** @internal */
  constructor(open: () => Promise<StreamResult>) {
    this.#open = open;
  }

  /** Sends the call, waits for its first item, and gives the stream with the request id, headers and latency. */
  async withResponse(): Promise<StreamWithResponse<T>> {
    const { info } = await this.#start();
    return { data: this, ...info };
  }

  /** All items, when the stream has ended. */
  async collect(): Promise<Answer<T>[]> {
    const items: Answer<T>[] = [];
    for await (const item of this) items.push(item);
    return items;
  }

  /** Ends the call. A loop over the stream then ends without an error. */
  cancel(): void {
    this.#cancelled = true;
    this.#started?.then(
      (stream) => stream.cancel(),
      () => undefined,
    );
  }

  /** The items. A second loop over the same stream is refused: it was sent once. */
  [Symbol.asyncIterator](): AsyncIterator<Answer<T>, undefined> {
    if (this.#reading) throw new TypeError("the stream is already being read; call the method again");
    this.#reading = true;
    return this.#items();
  }

  async *#items(): AsyncGenerator<Answer<T>, undefined> {
    if (this.#cancelled) return undefined;
    const stream = await this.#start();
    try {
      while (!this.#cancelled) {
        const batch = await stream.next();
        if (batch === undefined) return undefined;
        for (const message of batch) {
          if (this.#cancelled) return undefined;
          yield message as unknown as Answer<T>;
        }
      }
    } catch (error) {
      // What a cancelled call ends with is no news to the one who cancelled it.
      if (!this.#cancelled) throw error;
    } finally {
      stream.cancel();
    }
    return undefined;
  }

  #start(): Promise<StreamResult> {
    this.#started ??= this.#open();
    return this.#started;
  }
}
