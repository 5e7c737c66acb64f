//! Calendar frequencies and the seasons they usually carry.

/// How far apart the values of a series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// One value a minute.
    Minute,
    /// One value every quarter of an hour.
    QuarterHour,
    /// One value every half hour.
    HalfHour,
    /// One value an hour.
    Hour,
    /// One value a calendar day.
    Day,
    /// One value a working day, five a week.
    BusinessDay,
    /// One value a week.
    Week,
    /// One value a month.
    Month,
    /// One value a quarter.
    Quarter,
    /// One value a year.
    Year,
}

/// Season lengths, in points and ascending, that are usual for the frequency. Pass them as
/// [`super::Options::season_lengths`]; those that do not fit twice into a series are left out with a warning.
pub fn frequency_seasons(frequency: Frequency) -> &'static [usize] {
    match frequency {
        Frequency::Minute => &[60, 1440],
        Frequency::QuarterHour => &[96, 672],
        Frequency::HalfHour => &[48, 336],
        Frequency::Hour => &[24, 168],
        Frequency::Day => &[7, 365],
        Frequency::BusinessDay => &[5],
        Frequency::Week => &[52],
        Frequency::Month => &[12],
        Frequency::Quarter => &[4],
        Frequency::Year => &[],
    }
}
