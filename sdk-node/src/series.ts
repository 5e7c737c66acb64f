import type { DescMessage, Message } from "@bufbuild/protobuf";
import type { Timestamp } from "@bufbuild/protobuf/wkt";

import { Frequency } from "./generated/pb/omni/intelligence/v1/intelligence_service_pb.js";

// What an answer of mock mode about a series has to agree on with its request, and no example can show for every
// request; the native core does the same.

const MINUTE = 60;
const DAY = 86_400;
/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799;
const SECONDS: Readonly<Record<number, number>> = {
  [Frequency.MINUTELY]: MINUTE,
  [Frequency.QUARTER_HOURLY]: 15 * MINUTE,
  [Frequency.HALF_HOURLY]: 30 * MINUTE,
  [Frequency.HOURLY]: 60 * MINUTE,
  [Frequency.DAILY]: DAY,
  [Frequency.WEEKLY]: 7 * DAY,
};
const MONTHS: Readonly<Record<number, number>> = { [Frequency.MONTHLY]: 1, [Frequency.QUARTERLY]: 3, [Frequency.YEARLY]: 12 };

interface Asked {
  start?: Timestamp;
  frequency?: Frequency;
  timeSeries?: readonly number[];
  forecastSteps?: number;
}

/** The times of the predicted steps, for an answer with `times` to a request with a start and a frequency. */
export function timesOf(answer: DescMessage, asked: Message | undefined): { seconds: bigint; nanos: number }[] | undefined {
  const { start, frequency, timeSeries, forecastSteps } = (asked ?? {}) as Asked;
  if (!answer.field["times"] || !start || !frequency || !timeSeries || forecastSteps === undefined) return undefined;
  const times = Array.from({ length: forecastSteps }, (_, step) => after(Number(start.seconds), frequency, timeSeries.length + step));
  if (!times.every((seconds) => seconds <= LAST_SECOND)) return undefined;
  return times.map((seconds) => ({ seconds: BigInt(seconds), nanos: start.nanos }));
}

function after(start: number, frequency: Frequency, count: number): number {
  const months = MONTHS[frequency];
  if (months !== undefined) return monthsAfter(start, months * count);
  if (frequency !== Frequency.BUSINESS_DAILY) return start + (SECONDS[frequency] ?? NaN) * count;
  // 1 January 1970 was a Thursday, the fourth day from Monday. A start at a weekend counts from the Monday after it.
  const weekday = (((Math.floor(start / DAY) + 3) % 7) + 7) % 7;
  const toMonday = weekday > 4 ? 7 - weekday : 0;
  const fromMonday = (weekday + toMonday) % 7;
  const days = Math.floor((fromMonday + count) / 5) * 7 + ((fromMonday + count) % 5) - fromMonday;
  return start + (toMonday + days) * DAY;
}

/** The same day of a later month, or its last day where that is sooner. */
function monthsAfter(start: number, months: number): number {
  const date = new Date(start * 1000);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months, 1);
  const last = new Date(date);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(day, last.getUTCDate()));
  return date.getTime() / 1000;
}

/** The ends of the interval of a level, from that of the level shown: as much wider as the level is higher, about its middle. */
export function widened(interval: Message, key: string, asked: unknown): { lower?: number[]; upper?: number[] } {
  const { lower, upper, [key]: shown } = interval as unknown as Readonly<Record<string, unknown>>;
  if (!Array.isArray(lower) || !Array.isArray(upper) || typeof shown !== "number" || typeof asked !== "number") return {};
  const moved = (side: number): number[] =>
    (lower as number[]).map((low, step) => {
      const high = (upper as number[])[step] ?? low;
      const at = (low + high) / 2 + side * ((high - low) / 2) * (asked / shown);
      return Math.floor(at * 1e3 + 0.5) / 1e3;
    });
  return { lower: moved(-1), upper: moved(1) };
}
