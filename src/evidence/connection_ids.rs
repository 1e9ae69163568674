//! Connection ids of QUIC that were seen in the clear, and the flow of each: a flow over other addresses or ports that
//! bears one continues that connection.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::flow::model::FlowId;

/// The shortest id that is kept: no other datagram begins with eight bytes of somebody's choice by accident.
const MIN_ID_BYTES: usize = 8;

/// Ids kept of one capture, at some 80 bytes each; those that come later are not known again.
const MAX_IDS: usize = 262_144;

/// Ids by their first eight bytes.
#[derive(Debug, Default)]
pub struct ConnectionIds(HashMap<[u8; MIN_ID_BYTES], (Box<[u8]>, FlowId), RandomState>);

impl ConnectionIds {
    /// Packets that bear this id are of this flow's connection.
    pub fn insert(&mut self, id: &[u8], flow: FlowId) {
        if let Some((start, rest)) = id.split_first_chunk()
            && self.0.len() < MAX_IDS
        {
            self.0.entry(*start).or_insert_with(|| (rest.into(), flow));
        }
    }

    /// The flow whose connection id these bytes begin with.
    pub fn flow_of(&self, bytes: &[u8]) -> Option<FlowId> {
        let (start, rest) = bytes.split_first_chunk()?;
        let (end, flow) = self.0.get(start)?;
        rest.starts_with(end).then_some(*flow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_known_again_in_full_only() {
        let mut ids = ConnectionIds::default();
        ids.insert(&[1, 2, 3, 4, 5, 6, 7], FlowId(1));
        ids.insert(&[1, 2, 3, 4, 5, 6, 7, 8, 9], FlowId(2));
        let packet = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        assert_eq!(ids.flow_of(&packet), Some(FlowId(2)));
        for length in 0..9 {
            assert_eq!(ids.flow_of(&packet[..length]), None, "{length} bytes");
        }
        assert_eq!(ids.flow_of(&[1, 2, 3, 4, 5, 6, 7, 8, 8]), None);
    }
}
