//! Conversations that sign a user in and may turn to TLS first: databases, remote desktop, LDAP.

use super::{Opening, Probe, Step, StreamReader};
use crate::evidence::protocol::Protocol;
use crate::evidence::said::Attribute;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::Reading;
use crate::wire::message::database::{Postgres, mysql_asks_tls, read_mysql, read_postgres};
use crate::wire::message::directory::read_ldap;
use crate::wire::message::office::read_rdp;

/// Messages of LDAP after which nothing new is expected.
const MAX_MESSAGES: u8 = 16;

/// Whether the server greets as MySQL does.
pub fn probe_mysql(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read_mysql(bytes)))
}

/// Whether the client opens PostgreSQL.
pub fn probe_postgres(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read_postgres(bytes)))
}

/// Whether a side opens remote desktop.
pub fn probe_rdp(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read_rdp(bytes)))
}

/// Whether a side begins LDAP.
pub fn probe_ldap(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read_ldap(bytes)))
}

/// The reader of MySQL.
pub fn mysql() -> Box<dyn StreamReader> {
    Box::new(Mysql { greeted: false })
}

/// The reader of PostgreSQL.
pub fn postgres() -> Box<dyn StreamReader> {
    Box::new(PostgresTalk)
}

/// The reader of remote desktop.
pub fn rdp() -> Box<dyn StreamReader> {
    Box::new(Rdp)
}

/// The reader of LDAP.
pub fn ldap() -> Box<dyn StreamReader> {
    Box::<Ldap>::default()
}

#[derive(Debug)]
struct Mysql {
    greeted: bool,
}

impl StreamReader for Mysql {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        if side == Side::Client && self.greeted {
            return mysql_asks_tls(bytes).map_or(Step::Done, Step::Anew);
        }
        match read_mysql(bytes) {
            Reading::Found((version, length)) => {
                self.greeted = true;
                sink.speaks(Protocol::MySql);
                sink.says(Attribute::Software, &version);
                Step::Took(length)
            }
            Reading::NeedMore => Step::More,
            _ => Step::Done,
        }
    }
}

#[derive(Debug)]
struct PostgresTalk;

impl StreamReader for PostgresTalk {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match (side, read_postgres(bytes)) {
            (Side::Client, Reading::Found((Postgres::Begins { user }, _))) => {
                sink.speaks(Protocol::Postgres);
                sink.says(Attribute::UserName, &user);
                Step::Done
            }
            (Side::Client, Reading::Found((Postgres::AsksTls, length))) => {
                sink.speaks(Protocol::Postgres);
                Step::Took(length)
            }
            (Side::Client, Reading::NeedMore) => Step::More,
            // One letter: `S` agrees, `N` does not, and the client begins in the clear or leaves.
            (Side::Server, _) if bytes == b"S" => Step::Anew(1),
            (Side::Server, _) if bytes == b"N" => Step::Took(1),
            _ => Step::Done,
        }
    }
}

#[derive(Debug)]
struct Rdp;

impl StreamReader for Rdp {
    fn read(&mut self, _side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match read_rdp(bytes) {
            Reading::Found(opening) => {
                sink.speaks(Protocol::Rdp);
                sink.says(Attribute::UserName, opening.user.as_deref().unwrap_or(""));
                match opening.then_tls {
                    Some(true) => Step::Anew(opening.length),
                    Some(false) => Step::Done,
                    None => Step::Took(opening.length),
                }
            }
            Reading::NeedMore => Step::More,
            _ => Step::Done,
        }
    }
}

#[derive(Debug, Default)]
struct Ldap {
    asked_tls: bool,
    messages: u8,
}

impl StreamReader for Ldap {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        let message = match read_ldap(bytes) {
            Reading::Found(message) => message,
            Reading::NeedMore => return Step::More,
            _ if self.asked_tls && side == Side::Client => return Step::More,
            _ => return Step::Done,
        };
        self.messages += 1;
        sink.speaks(Protocol::Ldap);
        sink.says(Attribute::UserName, message.user.as_deref().unwrap_or(""));
        self.asked_tls |= message.asks_tls;
        match message.length {
            _ if self.messages > MAX_MESSAGES => Step::Done,
            length if self.asked_tls && message.grants_tls => Step::Anew(length),
            length => Step::Took(length),
        }
    }
}
