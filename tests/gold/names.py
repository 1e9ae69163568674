#!/usr/bin/env python3
"""Turns a folder of captures into the list of names the gold set is drawn from.

    names.py PROGRAM CAPTURES > names.tsv

PROGRAM is `whither`; CAPTURES is a folder with an INDEX.tsv whose columns
`file` and `kind` name each capture and its sort. Only `whither evidence` is
read: the server names of TLS and QUIC, the hosts of HTTP, and the questions,
answers and aliases of DNS. Out come two columns, host and the kinds it was
seen in. Which of these hosts are drawn is left to draw.py, what they are for
to the labellers.
"""

import csv
import json
import pathlib
import re
import subprocess
import sys

# Kinds left out: their names are broken on purpose.
SKIPPED_KINDS = {"fuzz"}

# A capture that takes longer is named on standard error and left out.
LIMIT_SECONDS = 60

FIELDS = ("server_name", "asked", "name", "host", "authority")

# Reverse look-ups and service pointers name addresses and services, not hosts.
SKIPPED_RULES = {"dns-pointer"}

# Top-level names that occur in the captures and are delegated in the root zone
# (IANA root zone database); all others there are local or made up.
DELEGATED = frozenset(
    "ac app at bg ca ch cn co com de dev dk edu eu fm fr goog host ie il info"
    " int io it jp me mobi ms net network no nz org ru sh site social top tv uk"
    " us video ws xn--80ao21a".split()
)

# Registrable domains that are delegated but name nobody's host: the documents'
# own examples (RFC 2606) and reverse names under `int`.
RESERVED = frozenset("example.com example.net example.org ip6.int".split())

# Names made by chance: cover names of Tor circuits, a name generator's output
# in unit-test captures, a UUID. Listed one by one, since a rule that spots
# chance would also drop true names.
BY_CHANCE = frozenset(
    "6gyip7tqim7sieb.com 7d43ah2kikrabj.net bpcau5b3haif5els.net"
    " ct7ctrgb6cr7.com d98cf633-97be-406f-9e39-bd8fc0cbdea4.com"
    " e6r5p57kbafwrxj3plz.com fcsyvnlemwxv5p.net g6ghvisevf3ibuu5.net"
    " gfu7hbxpfp.com l7xvysfnvkb.net q4cyamnc6mtokjurvdclt.com ahsnadimtf.de"
    " fjsyklyyii.de gwxtaktotf.de ktspjqshui.de legtvrrkka.de ltxjjbjowb.de"
    " ousjkafwcv.de oyimwphbab.de pxiqopbiid.de zygicgnqwk.de".split()
)

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LONG_HEX = re.compile(r"[0-9a-f]{20,}")
ANONYMISED = re.compile(r"x{3,}[0-9]*")


def host_of(text):
    """The public host that `text` names, in lower case, or None."""
    host = re.sub(r":\d+$", "", text.lower()).rstrip(".")
    labels = host.split(".")
    if len(labels) < 2 or labels[-1] not in DELEGATED or len(host) > 253:
        return None
    if not all(LABEL.fullmatch(label) for label in labels):
        return None
    if any(LONG_HEX.fullmatch(l) or ANONYMISED.fullmatch(l) for l in labels):
        return None
    return None if ".".join(labels[-2:]) in RESERVED | BY_CHANCE else host


def evidence(program, capture):
    """Each object that the program states about one capture."""
    try:
        run = subprocess.run(
            [program, "evidence", capture], capture_output=True, timeout=LIMIT_SECONDS
        )
    except subprocess.TimeoutExpired:
        print(f"left out, too slow: {capture.name}", file=sys.stderr)
        return
    for line in run.stdout.decode("utf-8", "replace").splitlines():
        yield json.loads(line)


def hosts(program, capture):
    """The public hosts one capture names."""
    for item in evidence(program, capture):
        if item["rule"] in SKIPPED_RULES:
            continue
        for field in FIELDS:
            value = item.get(field)
            host = host_of(value) if isinstance(value, str) else None
            if host:
                yield host


def main(program, folder):
    folder = pathlib.Path(folder)
    seen = {}
    with open(folder / "INDEX.tsv", encoding="utf-8", newline="") as index:
        for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["kind"] not in SKIPPED_KINDS:
                for host in hosts(program, folder / row["file"]):
                    seen.setdefault(host, set()).add(row["kind"])
    print("host\tkinds")
    for host, kinds in sorted(seen.items()):
        print(f"{host}\t{','.join(sorted(kinds))}")


if __name__ == "__main__":
    main(*sys.argv[1:])
