//! Greetings and the few commands that matter of the older text protocols: mail (SMTP RFC 5321, IMAP RFC 9051, POP3
//! RFC 1939) and file transfer (FTP RFC 959), and how each turns to TLS (RFC 3207, 9051 §6.2.1, 2595, 4217).

use super::line::{begins, has, host_name};

/// Which one is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sending mail.
    Smtp,
    /// Reading mail on the server.
    Imap,
    /// Fetching mail.
    Pop3,
    /// File transfer.
    Ftp,
}

/// What a greeting says of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greeting {
    /// It is of this kind.
    Is(Kind),
    /// It may be of a kind: the client's first line tells.
    Open,
    /// It is none.
    Another,
}

/// Commands that a client of each kind begins with.
const SMTP_FIRST: &[&str] = &["EHLO", "HELO", "LHLO"];
const FTP_FIRST: &[&str] = &[
    "USER ", "AUTH TLS", "AUTH SSL", "FEAT", "SYST", "HOST ", "CLNT ",
];
const POP3_FIRST: &[&str] = &["CAPA", "USER ", "AUTH", "STLS", "APOP ", "QUIT"];
const IMAP_FIRST: &[&str] = &[
    "CAPABILITY",
    "LOGIN ",
    "AUTHENTICATE ",
    "STARTTLS",
    "ID ",
    "NOOP",
    "LOGOUT",
    "COMPRESS ",
    "ENABLE ",
];

/// The kind of a server's first line, with the client's first where it has spoken.
pub fn greeting(server: &str, client: Option<&str>) -> Greeting {
    let says =
        |words: &[&str]| client.is_some_and(|line| words.iter().any(|word| begins(line, word)));
    let kind = if server.starts_with("220 ") || server.starts_with("220-") {
        match () {
            () if says(SMTP_FIRST) => Some(Kind::Smtp),
            () if says(FTP_FIRST) => Some(Kind::Ftp),
            () if has(server, "SMTP") => Some(Kind::Smtp),
            () if has(server, "FTP") => Some(Kind::Ftp),
            () => None,
        }
    } else if server.starts_with("* OK") || server.starts_with("* PREAUTH") {
        let command = client
            .and_then(|line| line.split_once(' '))
            .map(|(_, command)| command);
        let is_known =
            command.is_some_and(|command| IMAP_FIRST.iter().any(|word| begins(command, word)));
        (is_known || has(server, "IMAP")).then_some(Kind::Imap)
    } else if server.starts_with("+OK") {
        (says(POP3_FIRST) || has(server, "POP")).then_some(Kind::Pop3)
    } else {
        return Greeting::Another;
    };
    match (kind, client) {
        (Some(kind), _) => Greeting::Is(kind),
        (None, None) => Greeting::Open,
        (None, Some(_)) => Greeting::Another,
    }
}

/// The name that a mail server gives itself in its greeting (RFC 5321 §4.2: the first word behind the code).
pub fn own_name(kind: Kind, line: &str) -> Option<&str> {
    match kind {
        Kind::Smtp => host_name(line.get(4..)?.split_whitespace().next()?),
        Kind::Imap | Kind::Pop3 | Kind::Ftp => None,
    }
}

/// Whether a client's line asks for TLS.
pub fn asks_tls(kind: Kind, line: &str) -> bool {
    match kind {
        Kind::Smtp => begins(line, "STARTTLS"),
        Kind::Pop3 => begins(line, "STLS"),
        Kind::Ftp => begins(line, "AUTH TLS") || begins(line, "AUTH SSL"),
        Kind::Imap => line
            .split_once(' ')
            .is_some_and(|(_, command)| begins(command, "STARTTLS")),
    }
}

/// Whether a server's line grants it: TLS follows behind it.
pub fn grants_tls(kind: Kind, line: &str) -> bool {
    match kind {
        Kind::Smtp => line.starts_with("220 "),
        Kind::Pop3 => line.starts_with("+OK"),
        Kind::Ftp => line.starts_with("234"),
        Kind::Imap => line
            .split_once(' ')
            .is_some_and(|(tag, answer)| tag != "*" && begins(answer, "OK")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_is_told_by_its_words_or_the_clients() {
        for (server, client, expected) in [
            (
                "220 mx.a.example ESMTP Postfix",
                None,
                Greeting::Is(Kind::Smtp),
            ),
            ("220 mx.a.example ready", None, Greeting::Open),
            (
                "220 mx.a.example ready",
                Some("EHLO b"),
                Greeting::Is(Kind::Smtp),
            ),
            ("220 (vsFTPd 3.0.3)", None, Greeting::Is(Kind::Ftp)),
            ("220 hello", Some("USER anonymous"), Greeting::Is(Kind::Ftp)),
            (
                "* OK ready",
                Some("a1 CAPABILITY"),
                Greeting::Is(Kind::Imap),
            ),
            ("+OK ready", Some("CAPA"), Greeting::Is(Kind::Pop3)),
            ("+OK ready", Some("GET / HTTP/1.1"), Greeting::Another),
            ("221 bye SMTP", None, Greeting::Another),
        ] {
            assert_eq!(greeting(server, client), expected, "{server}");
        }
        assert_eq!(
            own_name(Kind::Smtp, "220 mx.a.example ESMTP"),
            Some("mx.a.example")
        );
        assert_eq!(own_name(Kind::Smtp, "220 ready ESMTP"), None);
    }

    #[test]
    fn each_kind_turns_to_tls_its_own_way() {
        for (kind, asks, grants) in [
            (Kind::Smtp, "STARTTLS", "220 2.0.0 Ready to start TLS"),
            (Kind::Imap, "a STARTTLS", "a OK Begin TLS"),
            (Kind::Pop3, "stls", "+OK Begin TLS"),
            (Kind::Ftp, "AUTH TLS", "234 Proceed"),
        ] {
            assert!(asks_tls(kind, asks) && grants_tls(kind, grants));
            assert!(!asks_tls(kind, "NOOP") && !grants_tls(kind, "500 no"));
        }
        assert!(!grants_tls(Kind::Imap, "* OK still here"));
    }

    #[test]
    fn every_shorter_line_ends() {
        let line = "220 mx.a.example ESMTP";
        for length in 0..line.len() {
            greeting(&line[..length], Some(&line[..length]));
            own_name(Kind::Smtp, &line[..length]);
            asks_tls(Kind::Imap, &line[..length]);
        }
    }
}
