//! SSDP datagrams (UPnP Device Architecture 2.0 §1.2, §1.3): a head of HTTP → host, place, software, service.

use super::Reading;
use super::web::{host_of, kept_text};

/// Start lines.
const STARTS: [&[u8]; 3] = [b"M-SEARCH * HTTP/1.", b"NOTIFY * HTTP/1.", b"HTTP/1.1 200 "];

/// Lines of one message that are looked at.
const MAX_LINES: usize = 64;

/// What a message states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Host without its port: mostly the group that devices listen to.
    pub host: Option<Box<str>>,
    /// Where the device describes itself.
    pub location: Option<String>,
    /// Software of the device, or of who searches.
    pub software: Option<String>,
    /// Unique name of what is offered.
    pub service: Option<String>,
}

/// Whether a datagram is one: a response must state where it leads or what it offers.
pub fn probe(bytes: &[u8]) -> bool {
    matches!(read(bytes), Reading::Found(_))
}

/// Reads one datagram.
pub fn read(bytes: &[u8]) -> Reading<Message> {
    if !STARTS.iter().any(|start| bytes.starts_with(start)) {
        return Reading::NotThis;
    }
    let mut message = Message::default();
    let mut is_ssdp = !bytes.starts_with(b"HTTP");
    for line in bytes.split(|byte| *byte == b'\n').skip(1).take(MAX_LINES) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let (name, value) = line.split_at(colon);
        let value =
            || Some(kept_text(value.get(1..).unwrap_or(&[]))).filter(|text| !text.is_empty());
        match name.to_ascii_lowercase().as_slice() {
            b"host" => message.host = value().and_then(|host| host_of(&host)),
            b"location" => message.location = value(),
            b"server" | b"user-agent" => message.software = value(),
            b"usn" => {
                message.service = value();
                is_ssdp = true;
            }
            _ => {}
        }
    }
    if is_ssdp {
        Reading::Found(message)
    } else {
        Reading::NotThis
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTIFY: &[u8] =
        b"NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nLocation: http://10.0.0.1/d.xml\r\n\
        SERVER: Linux UPnP/1.0 x\r\nUSN: uuid:1::upnp:rootdevice\r\n\r\n";

    #[test]
    fn a_device_says_where_and_what_it_is() {
        let message = Message {
            host: Some("239.255.255.250".into()),
            location: Some("http://10.0.0.1/d.xml".into()),
            software: Some("Linux UPnP/1.0 x".into()),
            service: Some("uuid:1::upnp:rootdevice".into()),
        };
        assert_eq!(read(NOTIFY), Reading::Found(message));
        assert!(
            !probe(b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"),
            "HTTP over datagrams is not SSDP"
        );
    }

    #[test]
    fn every_shorter_message_ends() {
        for length in 0..NOTIFY.len() {
            assert_eq!(probe(&NOTIFY[..length]), length >= 16, "{length} bytes");
        }
    }
}
