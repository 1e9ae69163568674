//! `whither lookup`: what tables and rules alone say of addresses and hosts, as JSON lines.

use std::io::Write;
use std::net::IpAddr;

use serde::Serialize;

use super::arguments::Inputs;
use super::flows::{CommandError, Outcome, print_line, reference};
use crate::export::lines::data_line::{DataType, Owner};
use crate::export::lines::place_line::{Country, Hint, Network};
use crate::reference::Reference;
use crate::tag::country::address_tag;

#[derive(Serialize)]
struct LookupLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a str>,
    country: Country<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    backend_hints: Vec<Hint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<Network<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Owner<'a>>,
    data_type: DataType,
}

/// The name as it was asked for.
#[derive(Serialize)]
struct Name<'a> {
    value: &'a str,
    source: &'static str,
}

/// Prints one object for each address or host.
pub fn print_lookup(
    inputs: &Inputs,
    words: &[String],
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let reference = reference(inputs)?;
    for word in words {
        match word.parse() {
            Ok(address) => print_address(address, &reference, out)?,
            Err(_) => print_host(
                &word.trim_end_matches('.').to_ascii_lowercase(),
                &reference,
                out,
            )?,
        }
    }
    out.flush()?;
    Ok(Outcome::Whole)
}

fn print_address(
    address: IpAddr,
    reference: &Reference,
    out: &mut impl Write,
) -> Result<(), CommandError> {
    let tag = address_tag(address, &[], &reference.leading(None), reference);
    let line = LookupLine {
        address: Some(address),
        host: None,
        name: None,
        domain: None,
        country: Country::new(Some(&tag), reference, None),
        backend_hints: Vec::new(),
        network: Network::new(&tag, reference.tables()),
        owner: None,
        data_type: DataType::none(),
    };
    print_line(&line, out)
}

fn print_host(host: &str, reference: &Reference, out: &mut impl Write) -> Result<(), CommandError> {
    let line = LookupLine {
        address: None,
        host: Some(host),
        name: Some(Name {
            value: host,
            source: "asked",
        }),
        domain: psl::domain_str(host),
        country: Country::of_host_alone(),
        backend_hints: Hint::of_host(host, reference.rules()).into_iter().collect(),
        network: None,
        owner: Owner::of_host(host, reference.rules()),
        data_type: DataType::of_host(host, reference.rules()),
    };
    print_line(&line, out)
}
