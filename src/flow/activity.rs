//! Payload bytes over time, per flow: what the timeline is drawn from and what a selected span counts.
//!
//! Only moments in which something was sent take room, so a gap of years costs nothing. When the list would pass
//! its cap the slices are made twice as wide and joined.

use std::collections::HashMap;

use super::model::{FlowId, Side, Sides};
use crate::capture::frame::Time;

/// Width of a slice at first: a fine timeline of a quarter of a second.
const FIRST_WIDTH_NANOS: i64 = 250_000_000;

/// Slices kept in all, 24 bytes each: 100 MB at the most.
const MAX_SLICES: usize = 4 << 20;

/// What one flow sent within one slice of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The flow.
    pub flow: FlowId,
    /// Slice number from the base time; negative where a clock went back.
    pub bin: i32,
    /// Unique payload bytes by sending side.
    pub bytes: Sides<u32>,
}

/// All slices of one capture.
#[derive(Clone, Debug)]
pub struct Activity {
    base: Option<Time>,
    width_nanos: i64,
    slices: Vec<Slice>,
    /// Set when joining no longer helps: there are as many flows as slices, and flows have a cap of their own.
    widest: bool,
}

impl Default for Activity {
    fn default() -> Self {
        Self {
            base: None,
            width_nanos: FIRST_WIDTH_NANOS,
            slices: Vec::new(),
            widest: false,
        }
    }
}

/// Where a flow's newest slice is, kept with the flow so that adding needs no search.
#[derive(Clone, Copy, Debug, Default)]
pub struct LastSlice(Option<u32>);

impl Activity {
    /// Time of the start of slice 0; `None` before the first frame that has a time.
    pub fn base(&self) -> Option<Time> {
        self.base
    }

    /// Width of every slice in nanoseconds.
    pub fn width_nanos(&self) -> i64 {
        self.width_nanos
    }

    /// The slices, in the order in which they were begun.
    pub fn slices(&self) -> &[Slice] {
        &self.slices
    }

    /// Start of a slice.
    pub fn start_of(&self, bin: i32) -> Option<Time> {
        let offset = i64::from(bin).saturating_mul(self.width_nanos);
        self.base.map(|base| base.plus_nanos(offset))
    }

    /// Adds payload bytes of one frame.
    pub fn add(&mut self, flow: FlowId, side: Side, at: Time, bytes: u32, last: &mut LastSlice) {
        let base = *self.base.get_or_insert(at);
        let bin = at.nanos_since(base).div_euclid(self.width_nanos);
        let bin = i32::try_from(bin).unwrap_or(if bin < 0 { i32::MIN } else { i32::MAX });
        let newest = last
            .0
            .and_then(|index| self.slices.get_mut(index as usize))
            .filter(|slice| slice.flow == flow && slice.bin == bin);
        if let Some(slice) = newest
            && let Some(sum) = slice.bytes[side].checked_add(bytes)
        {
            slice.bytes[side] = sum;
            return;
        }
        if self.slices.len() >= MAX_SLICES && !self.widest {
            self.widen();
        }
        let mut slice = Slice {
            flow,
            bin,
            bytes: Sides::default(),
        };
        slice.bytes[side] = bytes;
        last.0 = u32::try_from(self.slices.len()).ok();
        self.slices.push(slice);
    }

    /// Gives every flow its final number; `renumber` maps the numbers used while reading.
    pub fn renumber(&mut self, renumber: impl Fn(FlowId) -> FlowId) {
        for slice in &mut self.slices {
            slice.flow = renumber(slice.flow);
        }
    }

    fn widen(&mut self) {
        while self.slices.len() > MAX_SLICES / 2 && !self.widest {
            let before = self.slices.len();
            self.width_nanos = self.width_nanos.saturating_mul(2);
            self.slices = joined_in_pairs(&self.slices);
            self.widest = self.slices.len() > before - before / 8;
        }
    }
}

fn joined_in_pairs(slices: &[Slice]) -> Vec<Slice> {
    let mut place: HashMap<(FlowId, i32), usize> = HashMap::new();
    let mut joined: Vec<Slice> = Vec::new();
    for slice in slices {
        let bin = slice.bin.div_euclid(2);
        let sum = place
            .get(&(slice.flow, bin))
            .and_then(|index| joined.get_mut(*index))
            .and_then(|kept| Some((both(kept.bytes, slice.bytes)?, kept)));
        if let Some((bytes, kept)) = sum {
            kept.bytes = bytes;
        } else {
            place.insert((slice.flow, bin), joined.len());
            joined.push(Slice { bin, ..*slice });
        }
    }
    joined
}

fn both(a: Sides<u32>, b: Sides<u32>) -> Option<Sides<u32>> {
    Some(Sides {
        client: a.client.checked_add(b.client)?,
        server: a.server.checked_add(b.server)?,
    })
}
