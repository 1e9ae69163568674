#!/usr/bin/env python3
"""Prints how far the two labellers agree.

    agreement.py labels-a.tsv labels-b.tsv

`observed` is the share of hosts with the same `type`, `kappa` is Cohen's kappa
over `type`, and `with alt` the share where the types are equal or the `alt` of
one is the `type` of the other. Hosts labelled `not_a_host` are counted too.
"""

import csv
import sys
from collections import Counter


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def kappa(pairs):
    """Observed agreement and Cohen's kappa of pairs of labels."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    of_a = Counter(a for a, _ in pairs)
    of_b = Counter(b for _, b in pairs)
    expected = sum(of_a[label] * of_b[label] for label in of_a) / (n * n)
    if expected == 1:
        return observed, 1.0
    return observed, (observed - expected) / (1 - expected)


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: agreement.py labels-a.tsv labels-b.tsv")
    a, b = read(sys.argv[1]), read(sys.argv[2])
    if not a or [row["host"] for row in a] != [row["host"] for row in b]:
        sys.exit("agreement.py: the files do not list the same hosts in the same order")
    both = list(zip(a, b))
    observed, k = kappa([(x["type"], y["type"]) for x, y in both])
    near = sum(
        x["type"] == y["type"] or x["alt"] == y["type"] or x["type"] == y["alt"]
        for x, y in both
    )
    print(f"n         {len(both)}")
    print(f"observed  {observed:.3f}")
    print(f"kappa     {k:.3f}")
    print(f"with alt  {near / len(both):.3f}")


if __name__ == "__main__":
    main()
