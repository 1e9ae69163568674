//! A destination is first, support or third party to the subject, or that is not known; each with its reason.

use std::sync::Arc;

use super::subject::{Subject, plain_name};
use crate::reference::rules::Rules;
use crate::reference::rules::service::Service;

/// Whose the destination is, seen from the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The subject itself.
    First,
    /// Who serves others: cloud, content delivery, hosting, DNS, time, push.
    Support,
    /// Somebody else.
    Third,
}

/// Why a destination is this party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyReason {
    /// The name stands in a domain of the subject's.
    Domain,
    /// The owner of the domain is the subject.
    Owner,
    /// The address is in a network of the subject's.
    Network,
    /// The domain serves others.
    Serves,
    /// The owner of the domain is another.
    OtherOwner,
}

/// Why the party is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoParty {
    /// Nobody said who the subject is.
    #[default]
    NoSubject,
    /// The flow stays on the captured side, or passes by it.
    NotAway,
    /// It has no name, and a network says nothing of who is behind an address.
    NoName,
    /// Nobody knows the owner of the domain: it may be the subject's.
    OwnerNotKnown,
}

/// The party, or why it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyTag {
    /// Known.
    Known(Party, PartyReason),
    /// Not known.
    Unknown(NoParty),
}

impl Default for PartyTag {
    fn default() -> Self {
        PartyTag::Unknown(NoParty::default())
    }
}

impl Party {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Party; 3] = [Party::First, Party::Support, Party::Third];

    /// Word in files and in the filter.
    pub fn token(self) -> &'static str {
        match self {
            Party::First => "first",
            Party::Support => "support",
            Party::Third => "third",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Party::First => "First party",
            Party::Support => "Support",
            Party::Third => "Third party",
        }
    }
}

impl PartyTag {
    /// The party, where it is known.
    pub fn party(self) -> Option<Party> {
        match self {
            PartyTag::Known(party, _) => Some(party),
            PartyTag::Unknown(_) => None,
        }
    }

    /// Word in files.
    pub fn token(self) -> &'static str {
        self.party().map_or("unknown", Party::token)
    }

    /// The reason as a clause.
    pub fn because(self) -> &'static str {
        match self {
            PartyTag::Known(_, PartyReason::Domain) => "the name stands in a domain of the subject",
            PartyTag::Known(_, PartyReason::Owner) => "the owner of the domain is the subject",
            PartyTag::Known(_, PartyReason::Network) => {
                "the address is in a network of the subject"
            }
            PartyTag::Known(_, PartyReason::Serves) => "the domain serves others",
            PartyTag::Known(_, PartyReason::OtherOwner) => {
                "the owner of the domain is not the subject"
            }
            PartyTag::Unknown(NoParty::NoSubject) => "no subject named",
            PartyTag::Unknown(NoParty::NotAway) => "the flow does not leave the captured side",
            PartyTag::Unknown(NoParty::NoName) => {
                "no name was seen, and a network does not say who is behind an address"
            }
            PartyTag::Unknown(NoParty::OwnerNotKnown) => "the owner of the domain is not known",
        }
    }
}

/// A subject with what the rules know of it: the owners of its domains belong to it.
#[derive(Clone, Debug)]
pub struct SubjectSeen<'a> {
    subject: &'a Subject,
    owners: Vec<String>,
    rules: &'a Rules,
}

impl<'a> SubjectSeen<'a> {
    /// Asks the rules whose the subject's domains are.
    pub fn new(subject: &'a Subject, rules: &'a Rules) -> Self {
        let named = subject.owners.iter().map(|owner| plain_name(owner));
        let of_domains = subject.domains.iter().filter_map(|domain| {
            let own = rules.service(domain).is_none();
            let (owner, _) = rules.owner(domain).filter(|_| own)?;
            Some(plain_name(owner))
        });
        Self {
            subject,
            owners: named.chain(of_domains).collect(),
            rules,
        }
    }

    /// The party of a destination with this name, owner and network. The subject's own first, then who serves others.
    pub fn party(&self, host: Option<&str>, owner: Option<&str>, asn: Option<u32>) -> PartyTag {
        if self.subject.is_empty() {
            return PartyTag::Unknown(NoParty::NoSubject);
        }
        let is_subject = |owner: &str| self.owners.contains(&plain_name(owner));
        if host.is_some_and(|host| self.subject.domain_of(host).is_some()) {
            PartyTag::Known(Party::First, PartyReason::Domain)
        } else if owner.is_some_and(is_subject) {
            PartyTag::Known(Party::First, PartyReason::Owner)
        } else if asn.is_some_and(|asn| self.subject.asns.contains(&asn)) {
            PartyTag::Known(Party::First, PartyReason::Network)
        } else if host.and_then(|host| self.service(host)).is_some() {
            PartyTag::Known(Party::Support, PartyReason::Serves)
        } else if owner.is_some() {
            PartyTag::Known(Party::Third, PartyReason::OtherOwner)
        } else {
            PartyTag::Unknown(match host {
                Some(_) => NoParty::OwnerNotKnown,
                None => NoParty::NoName,
            })
        }
    }

    fn service(&self, host: &str) -> Option<&'a Arc<Service>> {
        self.rules.service(host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&str], host: Option<&str>, asn: Option<u32>, want: (&str, &str)) {
        let rules = Rules::bundled().unwrap();
        let subject = Subject::of(words.iter().copied());
        let owner = host.and_then(|host| rules.owner(host));
        let owner = owner.map(|(owner, _)| &**owner);
        let got = SubjectSeen::new(&subject, &rules).party(host, owner, asn);
        assert_eq!((got.token(), got.because()), want, "{words:?} {host:?}");
    }

    #[test]
    fn the_subject_is_first_who_serves_others_is_support_and_the_rest_third() {
        let tiktok = &["tiktok.com", "AS138699"][..];
        let own = "the owner of the domain is the subject";
        let domain = "the name stands in a domain of the subject";
        check(tiktok, Some("www.tiktok.com"), None, ("first", domain));
        check(tiktok, Some("log.byteoversea.com"), None, ("first", own));
        check(
            tiktok,
            None,
            Some(138_699),
            ("first", "the address is in a network of the subject"),
        );
        let serves = "the domain serves others";
        check(tiktok, Some("d1.cloudfront.net"), None, ("support", serves));
        let other = "the owner of the domain is not the subject";
        check(tiktok, Some("graph.facebook.com"), None, ("third", other));
        check(
            tiktok,
            Some("nobody-knows.example.test"),
            None,
            ("unknown", "the owner of the domain is not known"),
        );
        let no_name = "no name was seen, and a network does not say who is behind an address";
        check(tiktok, None, Some(16_509), ("unknown", no_name));
        check(
            &[],
            Some("www.tiktok.com"),
            None,
            ("unknown", "no subject named"),
        );
        // Who serves others is first where it is the subject itself, and its customers are not.
        check(&["Amazon"], Some("s3.amazonaws.com"), None, ("first", own));
        let site = &["shop.s3.amazonaws.com"][..];
        check(site, Some("shop.s3.amazonaws.com"), None, ("first", domain));
        check(site, Some("www.amazon.com"), None, ("third", other));
    }
}
