//! First lines of text protocols that say their own name: SSH, SIP, RTSP, Gnutella, IRC, WS-Discovery.

use super::Reading;
use super::line::{self, begins, host_name};
use super::web::host_of;

/// Methods of SIP (RFC 3261 §7.1 and its extensions in the IANA registry).
const SIP_METHODS: &[&str] = &[
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "OPTIONS",
    "REGISTER",
    "PRACK",
    "SUBSCRIBE",
    "NOTIFY",
    "PUBLISH",
    "INFO",
    "REFER",
    "MESSAGE",
    "UPDATE",
];

/// Namespaces of WS-Discovery (2005/04, and OASIS 1.1 §1.4).
const DISCOVERY: &[&[u8]] = &[
    b"schemas.xmlsoap.org/ws/2005/04/discovery",
    b"docs.oasis-open.org/ws-dd/ns/discovery",
];

/// Bytes of an envelope in which its namespaces are looked for.
const MAX_ENVELOPE_BYTES: usize = 2_048;

/// The identification of either side of SSH (RFC 4253 §4.2): the software behind the version.
pub fn read_ssh(bytes: &[u8]) -> Reading<String> {
    let start: &[u8] = b"SSH-";
    if !bytes.starts_with(start) {
        return if start.starts_with(bytes) {
            Reading::NeedMore
        } else {
            Reading::NotThis
        };
    }
    match line::read(bytes) {
        Reading::Found((line, _)) => {
            let mut parts = line.splitn(3, '-').skip(1);
            match (parts.next(), parts.next()) {
                (Some("2.0" | "1.99" | "1.5" | "1.3"), Some(software)) => {
                    Reading::Found(software.to_owned())
                }
                _ => Reading::NotThis,
            }
        }
        Reading::NeedMore => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// A message of SIP: the host that a request is for; `None` in a response.
pub fn read_sip(bytes: &[u8]) -> Reading<Option<Box<str>>> {
    first_line(bytes, |line| {
        if line.starts_with("SIP/2.0 ") {
            return Some(None);
        }
        let uri = request_target(line, SIP_METHODS, "SIP/2.0")?;
        let rest = uri
            .strip_prefix("sip:")
            .or_else(|| uri.strip_prefix("sips:"))?;
        host_of(rest.split([';', '?']).next()?).map(Some)
    })
}

/// Whether a datagram is SIP.
pub fn probe_sip(bytes: &[u8]) -> bool {
    matches!(read_sip(bytes), Reading::Found(_))
}

/// A request or response of RTSP (RFC 2326 §6, RFC 7826): the host in the address that a request asks for.
pub fn read_rtsp(bytes: &[u8]) -> Reading<Option<Box<str>>> {
    const METHODS: &[&str] = &[
        "OPTIONS",
        "DESCRIBE",
        "ANNOUNCE",
        "SETUP",
        "PLAY",
        "PAUSE",
        "TEARDOWN",
        "GET_PARAMETER",
        "SET_PARAMETER",
        "RECORD",
        "PLAY_NOTIFY",
    ];
    first_line(bytes, |line| {
        if line.starts_with("RTSP/1.0 ") || line.starts_with("RTSP/2.0 ") {
            return Some(None);
        }
        let uri = request_target(line, METHODS, "RTSP/1.0")
            .or_else(|| request_target(line, METHODS, "RTSP/2.0"))?;
        let Some((_, rest)) = uri.split_once("://") else {
            return (uri == "*" || uri.starts_with('/')).then_some(None);
        };
        Some(host_of(rest.split('/').next()?))
    })
}

/// The handshake of Gnutella 0.6 (rfc-gnutella.sourceforge.net, "Handshake").
pub fn read_gnutella(bytes: &[u8]) -> Reading<()> {
    first_line(bytes, |line| {
        let is_one = line.starts_with("GNUTELLA CONNECT/0.") || line.starts_with("GNUTELLA/0.6 ");
        is_one.then_some(())
    })
}

/// The opening of IRC (RFC 2812 §3.1, IRCv3 capability negotiation): what a server calls itself; `None` of a client.
pub fn read_irc(bytes: &[u8]) -> Reading<Option<String>> {
    let (first, length) = match line::read(bytes) {
        Reading::Found(found) => found,
        Reading::NeedMore if may_be_irc(bytes) => return Reading::NeedMore,
        _ => return Reading::NotThis,
    };
    if let Some((prefix, rest)) = first
        .strip_prefix(':')
        .and_then(|line| line.split_once(' '))
    {
        let is_notice =
            begins(rest, "NOTICE AUTH :") || begins(rest, "NOTICE * :") || begins(rest, "020 * :");
        return match host_name(prefix) {
            Some(host) if is_notice => Reading::Found(Some(host.to_owned())),
            _ => Reading::NotThis,
        };
    }
    if begins(first, "NOTICE AUTH :") || begins(first, "CAP LS") {
        return Reading::Found(None);
    }
    // One such line alone begins FTP and POP3 too.
    if !["NICK ", "USER ", "PASS "]
        .iter()
        .any(|word| begins(first, word))
    {
        return Reading::NotThis;
    }
    match line::read(bytes.get(length..).unwrap_or(&[])) {
        Reading::Found((second, _)) => {
            let both = [first, second];
            let has = |word: &str| both.iter().any(|line| begins(line, word));
            if has("NICK ") && (has("USER ") || has("PASS ")) {
                Reading::Found(None)
            } else {
                Reading::NotThis
            }
        }
        Reading::NeedMore => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

fn may_be_irc(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 6] = [
        b":",
        b"NICK ",
        b"USER ",
        b"PASS ",
        b"NOTICE AUTH",
        b"CAP LS",
    ];
    starts
        .iter()
        .any(|start| bytes.starts_with(start) || start.starts_with(bytes))
}

/// Whether a datagram is WS-Discovery: an envelope that names its namespace.
pub fn is_ws_discovery(bytes: &[u8]) -> bool {
    let start = bytes.get(..MAX_ENVELOPE_BYTES).unwrap_or(bytes);
    let has = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    start.starts_with(b"<") && has(b"Envelope") && DISCOVERY.iter().any(|word| has(word))
}

/// Reads the first line; one that is not all there yet may be anything that begins in a capital.
fn first_line<T>(bytes: &[u8], read: impl Fn(&str) -> Option<T>) -> Reading<T> {
    match line::read(bytes) {
        Reading::Found((line, _)) => read(line).map_or(Reading::NotThis, Reading::Found),
        Reading::NeedMore if bytes.first().is_none_or(u8::is_ascii_uppercase) => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// The target of a request line with one of the methods and this version.
fn request_target<'a>(line: &'a str, methods: &[&str], version: &str) -> Option<&'a str> {
    let (method, rest) = line.split_once(' ')?;
    let (target, said) = rest.rsplit_once(' ')?;
    (said == version && methods.contains(&method)).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_by_its_line() {
        assert_eq!(
            read_ssh(b"SSH-2.0-OpenSSH_9.6 x\r\n"),
            Reading::Found("OpenSSH_9.6 x".into())
        );
        let sip = b"INVITE sip:bob@pbx.example:5060;transport=udp SIP/2.0\r\n";
        assert_eq!(read_sip(sip), Reading::Found(Some("pbx.example".into())));
        assert_eq!(read_sip(b"SIP/2.0 200 OK\r\n"), Reading::Found(None));
        let rtsp = b"DESCRIBE rtsp://cam.example:554/one RTSP/1.0\r\n";
        assert_eq!(read_rtsp(rtsp), Reading::Found(Some("cam.example".into())));
        assert_eq!(
            read_gnutella(b"GNUTELLA CONNECT/0.6\r\n"),
            Reading::Found(())
        );
        assert_eq!(
            read_irc(b":irc.a.example NOTICE * :*** Looking\r\n"),
            Reading::Found(Some("irc.a.example".into()))
        );
        assert_eq!(
            read_irc(b"NICK me\r\nUSER me 0 * :me\r\n"),
            Reading::Found(None)
        );
        assert!(is_ws_discovery(
            b"<s:Envelope xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\">"
        ));
    }

    #[test]
    fn other_lines_are_none() {
        assert_eq!(read_irc(b"USER a\r\nPASS b\r\n"), Reading::NotThis);
        assert_eq!(read_sip(b"OPTIONS * HTTP/1.1\r\n"), Reading::NotThis);
        assert_eq!(read_rtsp(b"OPTIONS * HTTP/1.1\r\n"), Reading::NotThis);
        assert_eq!(read_ssh(b"SSH-9-x\r\n"), Reading::NotThis);
        assert!(!is_ws_discovery(b"<html>"));
    }

    #[test]
    fn every_shorter_line_asks_for_more() {
        let irc = b"NICK me\r\nUSER me 0 * :me\n";
        for length in 0..irc.len() {
            assert_eq!(
                read_irc(&irc[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        let line = b"SSH-2.0-a\n";
        for length in 0..line.len() {
            assert_eq!(read_ssh(&line[..length]), Reading::NeedMore);
            assert_eq!(read_sip(&line[..length]), Reading::NeedMore);
        }
    }
}
