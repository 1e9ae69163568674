//! Look-ups in the bundled tables, the map as it is drawn, and files that are not what they say.

mod bundled;
mod map;
mod user_files;

use std::net::IpAddr;
use std::sync::LazyLock;

use super::bundled::unzstd;

static DBIP: LazyLock<Vec<u8>> = LazyLock::new(|| {
    unzstd(
        include_bytes!("../../../assets/geo/dbip-country.mmdb.zst"),
        3_100_000,
    )
    .unwrap()
});

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}
