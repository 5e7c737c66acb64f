//! What an answer about a series has to agree on with its request, and no example can show for every request: the times
//! of its steps, and that an interval of a higher level is wider.

use prost_reflect::prost::Message as _;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage, Value};
use prost_types::Timestamp;

use super::rules::{as_f64, as_i128};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
/// What a `google.protobuf.Timestamp` may be: the years 1 to 9999.
const SECONDS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// The step between two values.
#[derive(Clone, Copy)]
enum Step {
    Seconds(i64),
    Months(i64),
    WorkingDay,
}

impl Step {
    fn of(frequency: &str) -> Option<Self> {
        Some(match frequency.strip_prefix("FREQUENCY_")? {
            "MINUTELY" => Self::Seconds(MINUTE),
            "QUARTER_HOURLY" => Self::Seconds(15 * MINUTE),
            "HALF_HOURLY" => Self::Seconds(30 * MINUTE),
            "HOURLY" => Self::Seconds(60 * MINUTE),
            "DAILY" => Self::Seconds(DAY),
            "BUSINESS_DAILY" => Self::WorkingDay,
            "WEEKLY" => Self::Seconds(7 * DAY),
            "MONTHLY" => Self::Months(1),
            "QUARTERLY" => Self::Months(3),
            "YEARLY" => Self::Months(12),
            _ => return None,
        })
    }

    /// The time so many steps after the start.
    fn after(self, start: Timestamp, count: i64) -> Option<Timestamp> {
        let seconds = match self {
            Self::Seconds(each) => start.seconds + each * count,
            Self::Months(each) => months_after(start, each * count)?,
            Self::WorkingDay => {
                // 1 January 1970 was a Thursday, the fourth day from Monday.
                let weekday = (start.seconds.div_euclid(DAY) + 3).rem_euclid(7);
                // A start at a weekend counts from the Monday after it.
                let to_monday = if weekday > 4 { 7 - weekday } else { 0 };
                let from_monday = (weekday + to_monday) % 7;
                let days = (from_monday + count) / 5 * 7 + (from_monday + count) % 5 - from_monday;
                start.seconds + (to_monday + days) * DAY
            }
        };
        SECONDS.contains(&seconds).then_some(Timestamp { seconds, nanos: start.nanos })
    }
}

/// The same day of a later month, or its last day where that is sooner.
fn months_after(start: Timestamp, months: i64) -> Option<i64> {
    let second = start.seconds.rem_euclid(DAY);
    let date = Timestamp { seconds: start.seconds - second, nanos: 0 }.to_string();
    let mut parts = date.split('T').next()?.rsplitn(3, '-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let at = year.parse::<i64>().ok()? * 12 + month.parse::<i64>().ok()? - 1 + months;
    let month = u8::try_from(at.rem_euclid(12) + 1).ok()?;
    let day: u8 = day.parse().ok()?;
    let found = (1..=day).rev().find_map(|day| Timestamp::date(at.div_euclid(12), month, day).ok())?;
    Some(found.seconds + second)
}

/// The times of the predicted steps, for an answer with `times` to a request with a start and a frequency.
pub(super) fn times(answer: &MessageDescriptor, asked: &DynamicMessage) -> Option<(FieldDescriptor, Value)> {
    let field = answer.get_field_by_name("times").filter(FieldDescriptor::is_list)?;
    let start = asked.get_field_by_name("start").filter(|_| asked.has_field_by_name("start"))?;
    let start = Timestamp::decode(start.as_message()?.encode_to_vec().as_slice()).ok()?;
    let start = Some(start).filter(|start| SECONDS.contains(&start.seconds))?;
    let frequency = asked.descriptor().get_field_by_name("frequency")?;
    let Kind::Enum(frequencies) = frequency.kind() else { return None };
    let step = Step::of(frequencies.get_value(asked.get_field(&frequency).as_enum_number()?)?.name())?;
    let length = i64::try_from(asked.get_field_by_name("time_series")?.as_list()?.len()).ok()?;
    let count = i64::try_from(as_i128(&*asked.get_field_by_name("forecast_steps")?)?).ok()?;
    let Kind::Message(kind) = field.kind() else { return None };
    let times = (length..length + count).map(|at| {
        let time = step.after(start, at)?;
        Some(Value::Message(DynamicMessage::decode(kind.clone(), time.encode_to_vec().as_slice()).ok()?))
    });
    Some((field, Value::List(times.collect::<Option<_>>()?)))
}

/// Makes the interval of a level, from that of the level shown: as much wider as the level is higher, about its middle.
pub(super) fn widen(interval: &mut DynamicMessage, level: &FieldDescriptor, asked: &Value) {
    let list = |name: &str| -> Option<Vec<f64>> {
        interval.get_field_by_name(name)?.as_list()?.iter().map(as_f64).collect()
    };
    let (Some(lower), Some(upper)) = (list("lower"), list("upper")) else { return };
    let (Some(shown), Some(asked)) = (as_f64(&interval.get_field(level)), as_f64(asked)) else { return };
    let moved = |side: f64| {
        let ends = lower.iter().zip(&upper).map(|(lower, upper)| {
            let at = (lower + upper) / 2.0 + side * ((upper - lower) / 2.0) * (asked / shown);
            Value::F64((at * 1e3 + 0.5).floor() / 1e3)
        });
        Value::List(ends.collect())
    };
    let (lower, upper) = (moved(-1.0), moved(1.0));
    interval.set_field_by_name("lower", lower);
    interval.set_field_by_name("upper", upper);
}
