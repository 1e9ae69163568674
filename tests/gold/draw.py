#!/usr/bin/env python3
"""Turns names.tsv into hosts.tsv: the drawn gold set, split, not yet labelled.

    draw.py names.tsv > hosts.tsv

The same input gives the same output, byte for byte and on any Python 3: order
comes from SHA-256 of seed and name, never from a generator that may change.
Each registrable domain gives at most three hosts and lies whole in one half,
so that a rule written from `dev` cannot have seen its like in `test`. The four
label columns stay empty here; CODEBOOK.md says how they are filled.
"""

import hashlib
import sys

SEED = "whither-gold-2026-11-24"
WANTED = 620
PER_DOMAIN = 3

# Kinds of capture that ordinary programs make; their names are taken first.
FAVOURED = {"app", "tls", "quic"}

# Public suffixes of two labels that occur in names.tsv (ICANN part of the
# Public Suffix List). Its private part (`cloudfront.net`, `github.io`) is not
# used: customers of one provider count as one domain, and so share a half.
TWO_LABEL_SUFFIXES = {"ad.jp", "co.jp", "co.uk", "gouv.fr", "net.il", "net.nz"}


def lot(purpose, name):
    """The place of `name` in the order drawn for `purpose`."""
    return hashlib.sha256(f"{SEED}/{purpose}/{name}".encode()).hexdigest()


def domain_of(host):
    labels = host.split(".")
    suffix = 2 if ".".join(labels[-2:]) in TWO_LABEL_SUFFIXES else 1
    return ".".join(labels[-suffix - 1 :])


def read(path):
    """Pairs of host and whether it was seen in a favoured kind."""
    with open(path, encoding="utf-8") as names:
        for line in list(names)[1:]:
            host, kinds = line.rstrip("\n").split("\t")
            yield host, bool(FAVOURED & set(kinds.split(",")))


def drawn(names):
    """At most WANTED hosts, the favoured first, PER_DOMAIN of each domain."""
    taken = {}
    ordered = sorted(names, key=lambda pair: (not pair[1], lot("host", pair[0])))
    for host, _ in ordered:
        of_domain = taken.setdefault(domain_of(host), [])
        if len(of_domain) < PER_DOMAIN and sum(map(len, taken.values())) < WANTED:
            of_domain.append(host)
    return {domain: hosts for domain, hosts in taken.items() if hosts}


def halves(taken):
    """The half of each domain; domains of one size are dealt out in turn."""
    ordered = sorted(taken, key=lambda name: (len(taken[name]), lot("half", name)))
    return {name: ("dev", "test")[place % 2] for place, name in enumerate(ordered)}


def main(path):
    taken = drawn(read(path))
    half = halves(taken)
    print("host\tdomain\thalf\ttype\talt\towner\tsource")
    for domain in sorted(taken):
        for host in sorted(taken[domain]):
            print(f"{host}\t{domain}\t{half[domain]}\t\t\t\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
