import { OmniClient } from "@omni-ai/sdk";

const client = new OmniClient({ baseUrl: "http://127.0.0.1:45505" });  // who is signed in is taken from OMNI_ACCESS_TOKEN
const answer = await client.auth.logout();
console.log(answer);

client.close();
