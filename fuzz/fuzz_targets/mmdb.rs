//! Bytes as a database of the user's own: refused, or asked for addresses of both families.
#![no_main]

use std::net::IpAddr;

use libfuzzer_sys::fuzz_target;
use whither::reference::Reference;

const ADDRESSES: [&str; 4] = ["192.0.2.7", "255.255.255.255", "2001:db8::1", "::"];

fuzz_target!(|bytes: &[u8]| {
    // Databases are opened by path; each process writes its own file.
    let path = std::env::temp_dir().join(format!("whither-fuzz-{}.mmdb", std::process::id()));
    std::fs::write(&path, bytes).expect("a writable temporary folder");
    let mut reference = Reference::without_tables().expect("bundled ranges");
    if reference.add_user_database(&path).is_ok() {
        for address in ADDRESSES {
            let ip: IpAddr = address.parse().expect("an address");
            reference.countries(ip);
            reference.network(ip);
        }
        reference.unreadable();
    }
});
