//! The help, one screen of 80 columns.

use std::io::Write;

use super::flows::{CommandError, Outcome};

/// Printed by `whither --help`.
pub const TEXT: &str = "\
whither: where did the data go? Opens network captures (pcap, pcapng).
It reads files and nothing else: no network access, ever.
  whither [OPTION]... [CAPTURE]...                      open the window
  whither flows|evidence|problems [OPTION]... CAPTURE...    JSON lines: flows,
      what the traffic states, what could not be read
  whither follow CAPTURE --flow N [--layer NAME] [--hex]  what one flow carried
  whither picture [OPTION]... CAPTURE... --out FILE     figure: PNG, SVG or PDF
      whither picture phone.pcapng --out map.png --place US --scale 2
  whither report [OPTION]... CAPTURE... --out DIR       page, tables, figures
  whither export [OPTION]... CAPTURE... --out FILE    flows that --filter keeps,
      redacted (.csv .jsonl .parquet .kml .geojson), or packets, all (.pcapng)
  whither extract [OPTION]... DIR... --out DATASET  Parquet by day, not redacted
  whither lookup ADDR|HOST...                 what tables and rules alone say
  whither check --claim FILE [--format json] [--redact] CAPTURE... was it kept?
  whither compare A B                         new, gone, changed destinations
  whither claim check FILE...                 what a claim says, or its faults
  whither rules check [FILE]... | coverage CAPTURE... | explain HOST...

CAPTURE: file, folder or - (standard input), plain or in gzip, zstd, lz4 or xz.

  --filter TEXT     only what matches: country:CN host:upload -proto:dns
  --subject WHO     domain, name or AS number of the first party (repeatable)
  --place WHERE     where the capture was made: CC, LAT,LON or LAT,LON,KM
  --local ADDR      this address is the local side (may be repeated)
  --keys FILE       key log that opens encrypted traffic (SSLKEYLOGFILE)
  --rules FILE, --by-hand FILE   your rules, values; types set by hand (.toml)
  --claim FILE      the promise by which flows are judged (see assets/claims)
  --db FILE         your own database (.mmdb) or list of networks
  --without-interface N (leave out)  --udp-idle SECONDS (a new UDP flow, 120)
  --apps FILE       programs of connections, as RustNet or PCAPdroid list them
  --without-names, --like-wireshark   leave payload unread; count as Wireshark
  --flow N (follow, rules explain)  --layer NAME --hex  --threads N  --version
  picture: --out FILE --part P --preset P --size WxH --scale N --dark
    --colour verdict|type;  report: --out DIR --operator WHO --made-at WHEN
    --point client|gateway|mirror;  both: --map seat --metric received|flows
    --span T/T --sort 'time up' --hold-scale 10MB[,BAR] --overwrite --show-all

Exit status: 0 read whole, 1 nothing could be read, 2 wrong usage, 3 read in
part (see `whither problems`); `check`: 1 contradicted, 4 nothing assessed.
A country is where the first network hop is placed, not where data is stored.
";

/// Prints the help.
pub fn print(out: &mut impl Write) -> Result<Outcome, CommandError> {
    out.write_all(TEXT.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Whole)
}

/// Prints name and version.
pub fn print_version(out: &mut impl Write) -> Result<Outcome, CommandError> {
    writeln!(out, "whither {}", env!("CARGO_PKG_VERSION"))?;
    out.flush()?;
    Ok(Outcome::Whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_fits_one_screen() {
        assert!(TEXT.lines().count() <= 40);
        let wide: Vec<&str> = TEXT
            .lines()
            .filter(|line| line.chars().count() > 80)
            .collect();
        assert_eq!(wide, Vec::<&str>::new());
    }
}
