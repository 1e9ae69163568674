//! On which day something was captured.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::capture::frame::Time;
use crate::flow::model::Flow;

/// The day in UTC.
pub fn day(time: Time) -> Option<Date> {
    let at = Timestamp::from_nanosecond(i128::from(time.nanos())).ok()?;
    Some(Offset::UTC.to_datetime(at).date())
}

/// The day of the first flow: where several captures are open, tables are chosen for the oldest.
pub fn first_day(flows: &[Flow]) -> Option<Date> {
    day(flows.iter().filter_map(|flow| flow.start).min()?)
}
