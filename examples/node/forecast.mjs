// Forecasts the next twelve months of airline passengers.
import { readFile } from "node:fs/promises";
import { OmniClient } from "@omni-ai/sdk";

const csv = await readFile(new URL("../data/passengers.csv", import.meta.url), "utf8");
const timeSeries = csv.trim().split("\n").slice(1).map((line) => Number(line.split(",")[1]));

const client = new OmniClient(); // takes OMNI_API_KEY and OMNI_BASE_URL from the environment
const forecast = await client.ml.predictRevenue({ timeSeries, forecastSteps: 12, frequency: "MONTHLY" });
client.close();

forecast.predictions.forEach((value, index) => {
  console.log(String(index + 1).padStart(2), value.toFixed(1).padStart(7));
});
console.log(`${forecast.modelType}, confidence ${forecast.confidence.toFixed(2)}`);
