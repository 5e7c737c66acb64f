//! Lists that belong together item by item, such as the predictions of a forecast and the ends of its intervals, as a
//! table with a row for each step.

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, ReflectMessage, Value};

use super::output::{in_line, one};

/// A single list with more characters takes a row for each item.
const LONGEST_LINE: usize = 100;

/// The lists of a message as a table.
pub(crate) struct Steps {
    /// The fields that the table shows.
    fields: Vec<u32>,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

struct Column {
    field: u32,
    head: String,
    is_time: bool,
    cells: Vec<String>,
}

impl Steps {
    /// The table of the first lists of values over time in the message that are equally long; `None` where there is one
    /// list alone that fits on a line, or none.
    ///
    /// Numbers with decimals and times are values over time. Whole numbers are not: a list of season lengths may be as
    /// long as a forecast, and does not belong to its steps.
    pub(crate) fn of(message: &DynamicMessage) -> Option<Self> {
        let all: Vec<_> = message.descriptor().fields().map(|field| columns(message, &field)).collect();
        let length = all.iter().flatten().map(|column| column.cells.len()).find(|length| *length > 0)?;
        let fits = |columns: &Vec<Column>| columns.iter().all(|column| column.cells.len() == length);
        let mut columns: Vec<_> = all.into_iter().filter(fits).flatten().collect();
        columns.sort_by_key(|column| !column.is_time);
        if let [alone] = columns.as_slice()
            && alone.cells.iter().map(|cell| cell.chars().count() + 2).sum::<usize>() <= LONGEST_LINE
        {
            return None;
        }
        let head = std::iter::once("step".to_owned()).chain(columns.iter().map(|column| column.head.clone()));
        let cells = |step: usize| columns.iter().filter_map(move |column| column.cells.get(step).cloned());
        let row = |step: usize| std::iter::once((step + 1).to_string()).chain(cells(step)).collect();
        Some(Self {
            fields: columns.iter().map(|column| column.field).collect(),
            head: head.collect(),
            rows: (0..length).map(row).collect(),
        })
    }

    /// Whether the table shows the field.
    pub(crate) fn shows(&self, field: &FieldDescriptor) -> bool {
        self.fields.contains(&field.number())
    }
}

/// The columns of a field: one of a list of values, those of each message in a list of messages that are made of such
/// lists and of what tells them apart.
fn columns(message: &DynamicMessage, field: &FieldDescriptor) -> Vec<Column> {
    let value = message.get_field(field);
    let Value::List(items) = &*value else { return Vec::new() };
    if is_over_time(field) {
        return vec![column(field.number(), field, items)];
    }
    let inner: Option<Vec<_>> = items.iter().map(|item| inner_columns(field, item.as_message()?)).collect();
    inner.unwrap_or_default().into_iter().flatten().collect()
}

fn inner_columns(outer: &FieldDescriptor, message: &DynamicMessage) -> Option<Vec<Column>> {
    let (mut label, mut columns) = (String::new(), Vec::new());
    for field in message.descriptor().fields() {
        let value = message.get_field(&field);
        match (&*value, is_over_time(&field)) {
            (Value::List(items), true) => {
                columns.push(column(outer.number(), &field, items));
            }
            (Value::List(_) | Value::Map(_), _) => return None,
            (single, _) => {
                label.push(' ');
                label.push_str(&in_line(&field, single)?);
            }
        }
    }
    for column in &mut columns {
        column.head.push_str(&label);
    }
    (!columns.is_empty()).then_some(columns)
}

fn column(shown: u32, field: &FieldDescriptor, items: &[Value]) -> Column {
    Column {
        field: shown,
        head: singular(field.name()).to_owned(),
        is_time: matches!(field.kind(), Kind::Message(_)),
        cells: items.iter().map(|item| one(field, item)).collect(),
    }
}

fn is_over_time(field: &FieldDescriptor) -> bool {
    field.is_list()
        && match field.kind() {
            Kind::Double | Kind::Float => true,
            Kind::Message(kind) => kind.full_name() == "google.protobuf.Timestamp",
            _ => false,
        }
}

fn singular(name: &str) -> &str {
    name.strip_suffix('s').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A forecast, as protojson.
    fn forecast(json: &serde_json::Value) -> DynamicMessage {
        let contract = omni_client_core::contract().unwrap();
        let name = "omni.intelligence.v1.ForecastResponse";
        DynamicMessage::deserialize(contract.pool().get_message_by_name(name).unwrap(), json).unwrap()
    }

    #[test]
    fn a_forecast_has_a_row_for_each_step() {
        let message = forecast(&serde_json::json!({
            "predictions": [444.53107, 424.9],
            "intervals": [
                {"level": 80, "lower": [430, 410.25], "upper": [460, 440]},
                {"level": 95, "lower": [420, 400], "upper": [470, 450]},
            ],
            "seasonLengths": [12, 24],
            "times": ["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z"],
        }));
        let steps = Steps::of(&message).unwrap();
        let head = "step|time|prediction|lower 80|upper 80|lower 95|upper 95";
        assert_eq!(steps.head.join("|"), head);
        let rows: Vec<_> = steps.rows.iter().map(|row| row.join("|")).collect();
        assert_eq!(
            rows,
            [
                "1|2024-01-01T00:00:00Z|444.5311|430|460|420|470",
                "2|2024-02-01T00:00:00Z|424.9|410.25|440|400|450",
            ]
        );
        let shown = |name| steps.shows(&message.descriptor().get_field_by_name(name).unwrap());
        assert!(shown("predictions") && shown("intervals") && shown("times"));
        // As many as there are steps, but not of the steps.
        assert!(!shown("season_lengths") && !shown("confidence"));
    }

    #[test]
    fn a_list_of_another_length_is_left_out_and_a_short_one_stays_on_its_line() {
        let odd = forecast(&serde_json::json!({
            "predictions": [1, 2, 3],
            "intervals": [{"level": 80, "lower": [0, 1], "upper": [2, 3]}],
        }));
        assert!(Steps::of(&odd).is_none());
        assert!(Steps::of(&forecast(&serde_json::json!({}))).is_none());
        let long = forecast(&serde_json::json!({"predictions": vec![1.5; 60]}));
        assert_eq!(Steps::of(&long).map(|steps| steps.rows.len()), Some(60));
    }
}
