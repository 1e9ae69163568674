//! HKDF-Expand-Label (RFC 8446 §7.1): how TLS 1.3 and QUIC make keys of a secret.

use hkdf::Hkdf;
use sha2::{Sha256, Sha384};

/// Which hash a secret belongs to; its length tells (RFC 8446 §7.1: a secret is as long as the hash).
fn is_sha384(secret: &[u8]) -> bool {
    secret.len() == 48
}

/// Fills `out` from a secret of 32 bytes (SHA-256) or 48 (SHA-384), with an empty context; `None` where the secret has
/// another length.
pub fn expand_label(secret: &[u8], label: &str, out: &mut [u8]) -> Option<()> {
    let length = u16::try_from(out.len()).ok()?.to_be_bytes();
    let label_bytes = u8::try_from("tls13 ".len() + label.len()).ok()?;
    let head = [length[0], length[1], label_bytes];
    let info = [&head, "tls13 ".as_bytes(), label.as_bytes(), &[0]].concat();
    if is_sha384(secret) {
        let hkdf = Hkdf::<Sha384>::from_prk(secret).ok()?;
        hkdf.expand(&info, out).ok()
    } else {
        let hkdf = Hkdf::<Sha256>::from_prk(secret).ok()?;
        hkdf.expand(&info, out).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9001, appendix A.1: the client's secret of the secret of connection id `8394c8f03e515708`.
    #[test]
    fn the_secret_of_the_rfc_is_made() {
        let secret = 0x7db5_df06_e7a6_9e43_2496_aded_b008_5192_u128.to_be_bytes();
        let more = 0x3595_2215_96ae_2ae9_fb81_15c1_e9ed_0a44_u128.to_be_bytes();
        let mut out = [0; 32];
        expand_label(&[secret, more].concat(), "client in", &mut out).unwrap();
        assert_eq!(
            out[..16],
            0xc00c_f151_ca5b_e075_ed0e_bfb5_c803_23c4_u128.to_be_bytes()
        );
        assert_eq!(expand_label(&[1; 31], "client in", &mut out), None);
    }
}
