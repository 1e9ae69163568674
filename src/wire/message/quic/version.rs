//! Versions of QUIC: which salt, labels and type bits each has.
//!
//! Salts: RFC 9001 §5.2, RFC 9369 §3.3.1, the drafts of RFC 9001; those of Google's versions as in nDPI,
//! `src/lib/protocols/quic.c`.

/// The version field of a long header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Version(pub u32);

/// What packets of a version are protected with.
#[derive(Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Salt of the Initial secret.
    pub salt: [u8; 20],
    /// Prefix of the labels `key`, `iv`, `hp` and `ku`.
    pub label: &'static str,
    /// What the two type bits of a long header mean.
    pub types: [PacketType; 4],
    /// Key and nonce of the integrity tag of a Retry (RFC 9001 §5.8, RFC 9369 §3.3.3); `None` where it differs by draft.
    pub retry: Option<([u8; 16], [u8; 12])>,
}

/// The kinds of long packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacketType {
    /// Carries the hello.
    Initial,
    /// Early data.
    ZeroRtt,
    /// Carries the rest of the handshake.
    Handshake,
    /// The server asks to begin again with its token.
    Retry,
}

const TYPES_1: [PacketType; 4] = [
    PacketType::Initial,
    PacketType::ZeroRtt,
    PacketType::Handshake,
    PacketType::Retry,
];

/// RFC 9369 §3.2.
const TYPES_2: [PacketType; 4] = [
    PacketType::Retry,
    PacketType::Initial,
    PacketType::ZeroRtt,
    PacketType::Handshake,
];

const fn first_scheme(salt: u128, tail: u32, retry: Option<(u128, [u8; 12])>) -> Scheme {
    Scheme {
        salt: joined(salt, tail),
        label: "quic ",
        types: TYPES_1,
        retry: match retry {
            Some((key, nonce)) => Some((key.to_be_bytes(), nonce)),
            None => None,
        },
    }
}

/// A salt of twenty bytes, written as sixteen and four.
const fn joined(salt: u128, tail: u32) -> [u8; 20] {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = salt.to_be_bytes();
    let [q, r, s, t] = tail.to_be_bytes();
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t]
}

static V1: Scheme = first_scheme(
    0x3876_2cf7_f559_34b3_4d17_9ae6_a4c8_0cad,
    0xccbb_7f0a,
    Some((
        0xbe0c_690b_9f66_575a_1d76_6b54_e368_c84e,
        [
            0x46, 0x15, 0x99, 0xd3, 0x5d, 0x63, 0x2b, 0xf2, 0x23, 0x98, 0x25, 0xbb,
        ],
    )),
);
static V2: Scheme = Scheme {
    salt: joined(0x0ded_e3de_f700_a6db_8193_81be_6e26_9dcb, 0xf9bd_2ed9),
    label: "quicv2 ",
    types: TYPES_2,
    retry: Some((
        0x8fb4_b01b_56ac_48e2_60fb_cbce_ad7c_cc92_u128.to_be_bytes(),
        [
            0xd8, 0x69, 0x69, 0xbc, 0x2d, 0x7c, 0x6d, 0x99, 0x90, 0xef, 0xb0, 0x4a,
        ],
    )),
};
static DRAFT_22: Scheme =
    first_scheme(0x7fbc_db0e_7c66_bbe9_193a_96cd_2151_9ebd, 0x7a02_644a, None);
static DRAFT_23: Scheme =
    first_scheme(0xc3ee_f712_c72e_bb5a_11a7_d243_2bb4_6365, 0xbef9_f502, None);
static DRAFT_29: Scheme =
    first_scheme(0xafbf_ec28_9993_d24c_9e97_86f1_9c61_11e0, 0x4390_a899, None);
static Q050: Scheme = first_scheme(0x5045_74ef_d066_fe2f_9d94_5cfc_dbd3_a7f0, 0xd3b5_6b45, None);
static T050: Scheme = first_scheme(0x7ff5_79e5_acd0_7291_5580_304c_43a2_367c, 0x6048_8310, None);
static T051: Scheme = first_scheme(0x7a4e_def4_e7cc_ee5f_a450_6c19_124f_c8cc, 0xda6e_033d, None);

impl Version {
    /// RFC 9000.
    pub const ONE: Version = Version(1);
    /// RFC 9369.
    pub const TWO: Version = Version(0x6b33_43cf);

    /// How packets of this version are protected; `None` where that is not known.
    pub fn scheme(self) -> Option<&'static Scheme> {
        match self.0 {
            0x0000_0001 | 0xff00_0021 | 0xff00_0022 => Some(&V1),
            0x6b33_43cf => Some(&V2),
            0xff00_0016 | 0xface_b001 => Some(&DRAFT_22),
            0xff00_0017..=0xff00_001c | 0xface_b002 | 0xface_b00e => Some(&DRAFT_23),
            0xff00_001d..=0xff00_0020 => Some(&DRAFT_29),
            0x5130_3530 => Some(&Q050),
            0x5430_3530 => Some(&T050),
            0x5430_3531 => Some(&T051),
            _ => None,
        }
    }

    /// Number of one of Google's versions with their own hello: 46 is Q046; Q024 to Q050 are known.
    pub fn google(self) -> Option<u8> {
        let [letter, b'0', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = self.0.to_be_bytes() else {
            return None;
        };
        let number = (tens - b'0') * 10 + (ones - b'0');
        (letter == b'Q' && (24..=50).contains(&number)).then_some(number)
    }

    /// Whether the version is one of those that are in use.
    pub fn is_known(self) -> bool {
        self.scheme().is_some() || self.google().is_some()
    }

    /// Whether the frames are those of Google's QUIC, where CRYPTO is 8.
    pub fn has_google_frames(self) -> bool {
        matches!(self.0, 0x5130_3530 | 0x5430_3530 | 0x5430_3531)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_the_salts_of_their_specification() {
        for (version, scheme) in [
            (0x0000_0001, Some(&V1)),
            (0xff00_0022, Some(&V1)),
            (0xff00_0020, Some(&DRAFT_29)),
            (0xff00_001d, Some(&DRAFT_29)),
            (0xff00_001c, Some(&DRAFT_23)),
            (0xff00_0017, Some(&DRAFT_23)),
            (0xff00_0016, Some(&DRAFT_22)),
            (0xff00_0015, None),
            (0x6b33_43cf, Some(&V2)),
            (0x1a2a_3a4a, None),
        ] {
            assert_eq!(Version(version).scheme(), scheme, "{version:#x}");
        }
    }

    #[test]
    fn google_versions_are_letters() {
        assert_eq!(Version(u32::from_be_bytes(*b"Q046")).google(), Some(46));
        assert_eq!(Version(u32::from_be_bytes(*b"Q023")).google(), None);
        assert_eq!(Version(u32::from_be_bytes(*b"T046")).google(), None);
    }
}
