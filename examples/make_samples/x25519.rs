//! X25519 (RFC 7748) whose private key comes from the seeded dice.
//!
//! ring does not let its randomness be seeded, and the key shares are the only part of a handshake where that
//! matters. This copy exists for reproducible samples alone; it is slow and makes no claim to resist attack.
//! [`agrees_with_ring`] compares it with ring's before anything is made.

use rustls::crypto::{ActiveKeyExchange, SharedSecret, SupportedKxGroup, ring};
use rustls::{Error, NamedGroup, PeerMisbehaved};

use crate::dice;

/// The key-exchange group that rustls is given in place of ring's.
#[derive(Debug)]
pub struct SeededX25519;

struct Exchange {
    private: [u8; 32],
    public: [u8; 32],
}

impl SupportedKxGroup for SeededX25519 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let mut private = [0; 32];
        dice::fill_for_library(&mut private);
        let mut base = [0; 32];
        base[0] = 9;
        let public = multiply(&private, &base);
        Ok(Box::new(Exchange { private, public }))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

impl ActiveKeyExchange for Exchange {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let peer: &[u8; 32] = peer
            .try_into()
            .map_err(|_| PeerMisbehaved::InvalidKeyShare)?;
        Ok(SharedSecret::from(&multiply(&self.private, peer)[..]))
    }

    fn pub_key(&self) -> &[u8] {
        &self.public
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

/// Whether an exchange between this code and ring's ends with the same secret on both sides.
pub fn agrees_with_ring() -> bool {
    let both = || -> Result<bool, Error> {
        let ours = SeededX25519.start()?;
        let theirs = ring::kx_group::X25519.start()?;
        let (our_public, their_public) = (ours.pub_key().to_vec(), theirs.pub_key().to_vec());
        let (a, b) = (ours.complete(&their_public)?, theirs.complete(&our_public)?);
        Ok(a.secret_bytes() == b.secret_bytes())
    };
    both().unwrap_or(false)
}

/// A number modulo 2^255 - 19 in sixteen limbs of sixteen bits.
type Field = [i64; 16];

fn carry(n: &mut Field) {
    for i in 0..16 {
        n[i] += 1 << 16;
        let over = n[i] >> 16;
        if i < 15 {
            n[i + 1] += over - 1;
        } else {
            n[0] += 38 * (over - 1);
        }
        n[i] -= over << 16;
    }
}

fn swap_if(a: &mut Field, b: &mut Field, yes: bool) {
    if yes {
        std::mem::swap(a, b);
    }
}

fn add(a: &Field, b: &Field) -> Field {
    std::array::from_fn(|i| a[i] + b[i])
}

fn subtract(a: &Field, b: &Field) -> Field {
    std::array::from_fn(|i| a[i] - b[i])
}

fn times(a: &Field, b: &Field) -> Field {
    let mut wide = [0i64; 31];
    for i in 0..16 {
        for j in 0..16 {
            wide[i + j] += a[i] * b[j];
        }
    }
    let mut product: Field =
        std::array::from_fn(|i| wide[i] + if i < 15 { 38 * wide[i + 16] } else { 0 });
    carry(&mut product);
    carry(&mut product);
    product
}

/// The inverse, as the power p - 2.
fn invert(n: &Field) -> Field {
    (0..=253).rev().fold(*n, |power, bit| {
        let squared = times(&power, &power);
        if bit == 2 || bit == 4 {
            squared
        } else {
            times(&squared, n)
        }
    })
}

fn unpack(bytes: &[u8; 32]) -> Field {
    let mut n: Field =
        std::array::from_fn(|i| i64::from(bytes[2 * i]) + (i64::from(bytes[2 * i + 1]) << 8));
    n[15] &= 0x7fff;
    n
}

fn pack(n: &Field) -> [u8; 32] {
    let mut n = *n;
    for _ in 0..3 {
        carry(&mut n);
    }
    for _ in 0..2 {
        let mut less: Field = [0; 16];
        less[0] = n[0] - 0xffed;
        for i in 1..15 {
            less[i] = n[i] - 0xffff - ((less[i - 1] >> 16) & 1);
            less[i - 1] &= 0xffff;
        }
        less[15] = n[15] - 0x7fff - ((less[14] >> 16) & 1);
        let negative = (less[15] >> 16) & 1 == 1;
        less[14] &= 0xffff;
        if !negative {
            n = less;
        }
    }
    std::array::from_fn(|i| (n[i / 2] >> (8 * (i % 2))).to_le_bytes()[0])
}

/// The Montgomery ladder of RFC 7748 §5.
fn multiply(scalar: &[u8; 32], point: &[u8; 32]) -> [u8; 32] {
    let mut k = *scalar;
    k[0] &= 248;
    k[31] = (k[31] & 127) | 64;
    let x1 = unpack(point);
    let (mut x2, mut z2, mut x3, mut z3) = ([0; 16], [0; 16], x1, [0; 16]);
    x2[0] = 1;
    z3[0] = 1;
    let mut a24: Field = [0; 16];
    (a24[0], a24[1]) = (0xdb41, 1);
    for bit in (0..255).rev() {
        let set = (k[bit / 8] >> (bit % 8)) & 1 == 1;
        swap_if(&mut x2, &mut x3, set);
        swap_if(&mut z2, &mut z3, set);
        let (a, b) = (add(&x2, &z2), subtract(&x2, &z2));
        let (aa, bb) = (times(&a, &a), times(&b, &b));
        let e = subtract(&aa, &bb);
        let da = times(&subtract(&x3, &z3), &a);
        let cb = times(&add(&x3, &z3), &b);
        let (sum, difference) = (add(&da, &cb), subtract(&da, &cb));
        x3 = times(&sum, &sum);
        z3 = times(&x1, &times(&difference, &difference));
        x2 = times(&aa, &bb);
        z2 = times(&e, &add(&aa, &times(&a24, &e)));
        swap_if(&mut x2, &mut x3, set);
        swap_if(&mut z2, &mut z3, set);
    }
    pack(&times(&x2, &invert(&z2)))
}
