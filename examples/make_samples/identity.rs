//! Who the invented servers are: a name → a certificate chain and the rustls settings of both sides.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, Result};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ED25519, date_time_ymd,
};
use rustls::crypto::{CryptoProvider, GetRandomFailed, SecureRandom, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{
    ClientConfig, KeyLog, RootCertStore, ServerConfig, SupportedProtocolVersion, version,
};

use crate::dice::{self, Dice};
use crate::ech;
use crate::x25519::SeededX25519;

/// The clock of the certificate check: the day of the stories.
const TODAY_UNIX_SECONDS: u64 = 1_794_182_400;

/// Which handshake, and what runs inside it.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    pub tls12_only: bool,
    pub alpn: &'static [&'static str],
    /// What the server picks from `alpn`.
    pub chosen: &'static str,
    /// The hello bears Encrypted Client Hello; its secrets are not logged.
    pub ech: bool,
}

/// Settings of the client and the server of one flow.
pub fn both_sides(name: &str, offer: Offer) -> Result<(ClientConfig, ServerConfig)> {
    let (root, chain, key) =
        chain_for(name).with_context(|| format!("no certificate for {name}"))?;
    let versions: &[&SupportedProtocolVersion] = if offer.tls12_only {
        &[&version::TLS12]
    } else {
        &[&version::TLS13]
    };
    let client_versions: &[&SupportedProtocolVersion] = if offer.alpn == ["h3"] {
        &[&version::TLS13]
    } else {
        &[&version::TLS13, &version::TLS12]
    };
    let mut roots = RootCertStore::empty();
    roots.add(root)?;
    let client = ClientConfig::builder_with_details(provider(), Arc::new(StoryDay));
    let client = if offer.ech {
        client.with_ech(ech::sealed_by_chance())?
    } else {
        client.with_protocol_versions(client_versions)?
    };
    let mut client = client.with_root_certificates(roots).with_no_client_auth();
    client.alpn_protocols = offer.alpn.iter().map(|p| p.as_bytes().to_vec()).collect();
    if !offer.ech {
        client.key_log = Arc::new(Keys);
    }
    let mut server = ServerConfig::builder_with_details(provider(), Arc::new(StoryDay))
        .with_protocol_versions(versions)?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    server.alpn_protocols = vec![offer.chosen.as_bytes().to_vec()];
    Ok((client, server))
}

/// A root, and the chain and private key of a server of that name.
fn chain_for(
    name: &str,
) -> Result<(
    CertificateDer<'static>,
    Vec<CertificateDer<'static>>,
    PrivateKeyDer<'static>,
)> {
    let mut authority = CertificateParams::new(Vec::<String>::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority
        .distinguished_name
        .push(DnType::CommonName, "Invented Samples Root");
    authority.not_before = date_time_ymd(2026, 1, 1);
    authority.not_after = date_time_ymd(2036, 1, 1);
    let root_key = key_pair("root of every invented name")?;
    let root = authority.self_signed(&root_key)?.der().clone();
    let issuer = Issuer::new(authority, root_key);

    let mut leaf = CertificateParams::new(vec![name.to_owned()])?;
    leaf.distinguished_name.push(DnType::CommonName, name);
    leaf.not_before = date_time_ymd(2026, 10, 1);
    leaf.not_after = date_time_ymd(2026, 12, 30);
    let leaf_key = key_pair(name)?;
    let certificate = leaf.signed_by(&leaf_key, &issuer)?.der().clone();
    let private = PrivatePkcs8KeyDer::from(leaf_key.serialize_der());
    Ok((root.clone(), vec![certificate, root], private.into()))
}

/// An Ed25519 key made from the text alone; its signatures are deterministic (RFC 8032), which ring's others are not.
fn key_pair(text: &str) -> Result<KeyPair> {
    let seed = text
        .bytes()
        .fold(7, |n: u64, byte| n.rotate_left(9) ^ u64::from(byte));
    // PKCS #8 wrapper of a bare Ed25519 seed, RFC 8410 §7.
    let mut der = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    der.extend(Dice::new(seed).bytes(32));
    let der = PrivatePkcs8KeyDer::from(der);
    Ok(KeyPair::from_pkcs8_der_and_sign_algo(&der, &PKCS_ED25519)?)
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        secure_random: &SeededRandom,
        kx_groups: vec![&SeededX25519],
        ..ring::default_provider()
    })
}

#[derive(Debug)]
struct SeededRandom;

impl SecureRandom for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), GetRandomFailed> {
        dice::fill_for_library(bytes);
        Ok(())
    }
}

#[derive(Debug)]
struct StoryDay;

impl TimeProvider for StoryDay {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(
            TODAY_UNIX_SECONDS,
        )))
    }
}

/// The session secrets of every handshake so far, one line each (RFC 9850), in the order they were agreed.
static KEYS: Mutex<String> = Mutex::new(String::new());

/// Takes the secrets gathered since the last call.
pub fn take_keys() -> String {
    std::mem::take(&mut KEYS.lock().expect("one thread"))
}

#[derive(Debug)]
struct Keys;

impl KeyLog for Keys {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        KEYS.lock().expect("one thread").push_str(&line);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
