//! Hosts that answer DNS under encryption: resolvers that anybody may use and those that browsers and systems use by
//! themselves. Read in November 2026: those of Cloudflare, Google, Quad9, OpenDNS, CleanBrowsing, NextDNS and DNS.SB in
//! Chromium (`net/dns/public/doh_provider_entry.cc`), those of AdGuard and Alibaba in AdGuard's collection
//! (`KnowledgeBaseDNS`, `docs/general/dns-providers.md`). Hosts of Apple, of Firefox's settings and of DNSPod (`doh.pub`,
//! `dot.pub`) were seen in settings of other programs only. A host that is missing is not called one.

/// A resolver's host, or a domain whose hosts each belong to one customer of a resolver.
const RESOLVERS: &[&str] = &[
    "1dot1dot1dot1.cloudflare-dns.com",
    "chrome.cloudflare-dns.com",
    "cloudflare-dns.com",
    "dns.adguard-dns.com",
    "dns.adguard.com",
    "dns.alidns.com",
    "dns.cloudflare.com",
    "dns.google",
    "dns.google.com",
    "dns.nextdns.io",
    "dns.opendns.com",
    "dns.quad9.net",
    "dns.sb",
    "dns10.quad9.net",
    "dns11.quad9.net",
    "dns64.dns.google",
    "dns9.quad9.net",
    "doh.cleanbrowsing.org",
    "doh.dns.apple.com",
    "doh.dns.sb",
    "doh.familyshield.opendns.com",
    "doh.opendns.com",
    "doh.pub",
    "doh.sandbox.opendns.com",
    "dot.pub",
    "family.adguard-dns.com",
    "family.cloudflare-dns.com",
    "familyshield.opendns.com",
    "firefox.dns.nextdns.io",
    "mozilla.cloudflare-dns.com",
    "one.one.one.one",
    "security.cloudflare-dns.com",
    "unfiltered.adguard-dns.com",
];

/// Domains below which each customer of a resolver has a host.
const RESOLVER_DOMAINS: &[&str] = &[".d.adguard-dns.com", ".dns.nextdns.io"];

/// Whether a host, in lower case, is one of them.
pub fn is_resolver(host: &str) -> bool {
    RESOLVERS.contains(&host) || RESOLVER_DOMAINS.iter().any(|domain| host.ends_with(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_match() {
        assert!(is_resolver("dns.google") && is_resolver("abc123.dns.nextdns.io"));
        assert!(!is_resolver("notdns.google") && !is_resolver("nextdns.io"));
    }
}
