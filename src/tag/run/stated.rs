//! What is stated of a flow beside its traffic: by a certificate, by the subject that was named, by the user's hand.

use std::sync::Arc;

use super::Tagger;
use crate::evidence::item::Evidence;
use crate::flow::model::{Direction, Flow};
use crate::tag::by_hand::lookup::Known;
use crate::tag::data_type::grade::Presumed;
use crate::tag::model::AddressTag;
use crate::tag::owner::{self, CERTIFICATE};
use crate::tag::party::{NoParty, PartyTag};

impl Tagger<'_> {
    /// The organisation that the server's certificate names, where no rule knows the owner.
    pub(super) fn certified_owner(&mut self, own: &[Evidence], host: Option<&str>) -> Option<u32> {
        let (certificate, _) = owner::certificate_of(own)?;
        let name = owner::of_certificate(certificate, host)?;
        let owner = (Arc::from(name), Arc::from(CERTIFICATE));
        Some(self.numbered.owner(&owner))
    }

    /// The entry that the user made about a flow, and what it says.
    pub(super) fn set_by_hand(
        &self,
        flow: &Flow,
        host: Option<&str>,
        owner: Option<u32>,
    ) -> Option<(u32, Presumed)> {
        if self.by_hand.is_empty() {
            return None;
        }
        let owner = owner.and_then(|owner| self.numbered.tables.owners.get(owner as usize));
        let known = Known {
            capture: self.by.captures.get(usize::from(flow.capture.0)).copied(),
            host,
            domain: host.and_then(psl::domain_str),
            owner: owner.map(|(owner, _)| &**owner),
        };
        let entry = self.by_hand.find(flow, known)?;
        let set = self.by.stated.by_hand.entries.get(entry as usize)?;
        Some((entry, Presumed::by_hand(set.data_type)))
    }

    /// Asked once for each name, owner and destination.
    pub(super) fn party(
        &mut self,
        flow: &Flow,
        (host, place): (Option<&str>, Option<u32>),
        owner: Option<u32>,
        address: u32,
    ) -> PartyTag {
        if self.by.stated.subject.is_empty() {
            return PartyTag::default();
        }
        let key = (place, owner, address);
        let known = self.parties.get(&key).copied();
        let party = known.unwrap_or_else(|| {
            let party = self.party_of(host, owner, address);
            self.parties.insert(key, party);
            party
        });
        let is_away = matches!(flow.direction(), Direction::Outward | Direction::Inward);
        match party {
            PartyTag::Unknown(NoParty::NoName | NoParty::OwnerNotKnown) if !is_away => {
                PartyTag::Unknown(NoParty::NotAway)
            }
            party => party,
        }
    }

    fn party_of(&self, host: Option<&str>, owner: Option<u32>, address: u32) -> PartyTag {
        let owner = owner.and_then(|owner| self.numbered.tables.owners.get(owner as usize));
        let address = self.numbered.tables.addresses.get(address as usize);
        let owner = owner.map(|(owner, _)| &**owner);
        let asn = address.and_then(AddressTag::asn);
        self.subject.party(host, owner, asn)
    }
}
