//! What the capturing device says of a flow.

use super::*;
use crate::flow::model::Side;

#[test]
fn an_app_is_kept_once_and_again_where_another_is_said() {
    let mut gather = Gather::default();
    for (frame, name) in [(1, "Clip"), (2, "Clip"), (3, "Other"), (4, "Other")] {
        let update = FlowUpdate {
            flow: FlowId(0),
            side: Side::Client,
            transport: Transport::Udp,
            frame,
            at: None,
            position: 0,
            payload: &[],
            payload_len: 0,
            ports: (0, 0),
            error: None,
        };
        let note = AppNote {
            name,
            number: 7,
            is_trailer: true,
        };
        gather.app(&update, note);
    }
    let said = gather.items().iter().map(|item| (item.frame, &item.fact));
    let want = [(1, "Clip"), (3, "Other")].map(|(frame, name)| {
        let fact = Fact::App {
            name: Arc::from(name),
            number: Some(7),
            source: AppSource::PcapdroidTrailer,
        };
        (frame, fact)
    });
    assert!(said.eq(want.iter().map(|(frame, fact)| (*frame, fact))));
}
