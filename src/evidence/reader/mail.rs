//! Mail and file transfer: the server's greeting, the name a mail server gives itself, and the turn to TLS.

use super::{Opening, Probe, Step, StreamReader};
use crate::evidence::item::NameSource;
use crate::evidence::protocol::Protocol;
use crate::evidence::said::Attribute;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::mail::{Greeting, Kind, asks_tls, grants_tls, greeting, own_name};
use crate::wire::message::{Reading, line};

/// Lines of both sides after which no turn to TLS is expected any more.
const MAX_LINES: u8 = 64;

/// Whether a stream is mail to be sent.
pub fn probe_smtp(opening: &Opening<'_>) -> Probe {
    probe(opening, Kind::Smtp)
}

/// Whether a stream is mail read on the server.
pub fn probe_imap(opening: &Opening<'_>) -> Probe {
    probe(opening, Kind::Imap)
}

/// Whether a stream is mail that is fetched.
pub fn probe_pop3(opening: &Opening<'_>) -> Probe {
    probe(opening, Kind::Pop3)
}

/// Whether a stream is the control connection of file transfer.
pub fn probe_ftp(opening: &Opening<'_>) -> Probe {
    probe(opening, Kind::Ftp)
}

fn probe(opening: &Opening<'_>, kind: Kind) -> Probe {
    let client = match line::read(opening.client) {
        Reading::Found((line, _)) => Some(line),
        Reading::NeedMore => None,
        _ => return Probe::No,
    };
    match line::read(opening.server) {
        Reading::Found((server, _)) => match greeting(server, client) {
            Greeting::Is(found) if found == kind => Probe::Yes,
            Greeting::Open => Probe::Maybe,
            Greeting::Is(_) | Greeting::Another => Probe::No,
        },
        Reading::NeedMore if matches!(opening.server, [b'2' | b'*' | b'+', ..]) => Probe::Maybe,
        _ => Probe::No,
    }
}

/// The reader of SMTP.
pub fn smtp() -> Box<dyn StreamReader> {
    begin(Kind::Smtp)
}

/// The reader of IMAP.
pub fn imap() -> Box<dyn StreamReader> {
    begin(Kind::Imap)
}

/// The reader of POP3.
pub fn pop3() -> Box<dyn StreamReader> {
    begin(Kind::Pop3)
}

/// The reader of FTP.
pub fn ftp() -> Box<dyn StreamReader> {
    begin(Kind::Ftp)
}

fn begin(kind: Kind) -> Box<dyn StreamReader> {
    let (greeted, asked, lines) = (false, false, 0);
    Box::new(Talk {
        kind,
        greeted,
        asked,
        lines,
    })
}

#[derive(Debug)]
struct Talk {
    kind: Kind,
    greeted: bool,
    asked: bool,
    lines: u8,
}

impl StreamReader for Talk {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        let (line, length) = match line::read(bytes) {
            Reading::Found(found) => found,
            Reading::NeedMore => return Step::More,
            _ if self.asked && side == Side::Client => return Step::More,
            _ => return Step::Done,
        };
        self.lines += 1;
        match side {
            _ if self.lines > MAX_LINES => Step::Done,
            Side::Client => {
                self.asked |= asks_tls(self.kind, line);
                // What follows is a message, which is nobody's business.
                let is_message = self.kind == Kind::Smtp && line::begins(line, "DATA");
                if is_message {
                    Step::Done
                } else {
                    Step::Took(length)
                }
            }
            Side::Server if !self.greeted => {
                self.greet(line, sink);
                Step::Took(length)
            }
            Side::Server if self.asked && grants_tls(self.kind, line) => Step::Anew(length),
            Side::Server => Step::Took(length),
        }
    }
}

impl Talk {
    fn greet(&mut self, line: &str, sink: &mut Sink<'_>) {
        self.greeted = true;
        sink.speaks(match self.kind {
            Kind::Smtp => Protocol::Smtp,
            Kind::Imap => Protocol::Imap,
            Kind::Pop3 => Protocol::Pop3,
            Kind::Ftp => Protocol::Ftp,
        });
        sink.says(Attribute::Banner, line);
        if let Some(name) = own_name(self.kind, line) {
            sink.named(&name.to_ascii_lowercase(), NameSource::Stated);
        }
    }
}
