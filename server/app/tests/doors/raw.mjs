// Sends bytes as the body of a request over HTTP/2 and prints the headers and trailers of the answer as JSON:
// node raw.mjs <base URL> <path> <content type> < body
import { readFileSync } from "node:fs";
import http2 from "node:http2";

const [base, path, type] = process.argv.slice(2);
const session = http2.connect(base);
const stream = session.request({ ":method": "POST", ":path": path, "content-type": type, te: "trailers" });
const answer = {};
stream.on("response", (headers) => Object.assign(answer, headers));
stream.on("trailers", (trailers) => Object.assign(answer, trailers));
stream.on("close", () => {
  console.log(JSON.stringify(answer));
  session.close();
});
stream.resume();
stream.end(readFileSync(0));
