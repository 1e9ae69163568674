//! Whither opens network captures and shows where the data went, with reasons and doubt.
//!
//! One way through the house, from the file to the screen. A module imports only from the rows above it
//! (`tests/architecture.rs` keeps this true); a type lives in the stage that makes it.
//!
//! ```text
//! src/
//! ├── main.rs        arguments → a window, or a headless command
//! ├── lib.rs         this map
//! │   — the pipeline: no toolkit, no clock, no sockets, no global state —
//! ├── capture/       file bytes → Frame, and where the file is damaged      pcap, pcapng, and their wrappings
//! ├── wire/          Frame → Packet; payload → message
//! │   ├── packet/    link, tags, tunnels, IP, transport: one frame → its innermost packet
//! │   └── message/   dns, tls, quic, http and some forty others: bytes → one message
//! ├── flow/          Packet → Flow: key, direction, tallies, fragments, streams in order, ICMP errors, rhythm, clock, local side
//! ├── evidence/      what the traffic itself states, each with its frame: names, protocols, apps, tunnels, requests
//! │   └── reader/    one conversation each: asked "is this yours?", then handed its bytes in order, opened where keys fit
//! ├── reference/     dated tables about the world: country, network, shared ranges, edges, regions, map, distances; curated rules
//! ├── tag/           Flow + Evidence + Reference → Tags with reasons: name, place, network, owner, data type
//! ├── claim/         claim file → Claim; Tags + Claim → Verdict with reasons
//! ├── analysis/      runs it all over one or more captures → Analysis; progress, cancel, problems
//! │   — the face —
//! ├── view/          Analysis + Query → Screen: plain data, exactly what is shown (filter and redaction live here)
//! ├── draw/          Screen → shapes: theme, map, bars, timeline; shared by the window and the picture
//! ├── export/        Screen → bytes → file: picture, tables, packets, dataset, claim sheet, report; provenance
//! ├── cli/           headless commands, thin over analysis, view and export
//! └── ui/            Screen → pixels, input → commands: the window
//! ```
//!
//! What holds everywhere:
//!
//! 1. The toolkit (`egui`) is only in `draw/`, `export/`, `ui/` and `main.rs`. No socket type is anywhere.
//! 2. No clock outside `ui/`, `cli/` and the pace of partial results: every time in a result comes from the capture.
//! 3. A stage wraps what it was given and never writes into it.
//! 4. Unknown is a value with a reason, never a sentinel.
//! 5. Nothing is dropped in silence: each skip is a `Problem` with its first frame, and bytes add up to the capture.
//! 6. The same bytes and the same tables give the same result.
//! 7. Every buffer, table and cache has a named cap with its reason beside it.
//! 8. A capture is hostile: no unsafe code, no unchecked access in `capture`, `wire`, `flow`, `evidence`.
//! 9. Text from a capture is hostile too: escaped on screen, neutralised in files.
#![forbid(unsafe_code)]

pub mod capture;
pub mod wire;
pub mod flow;
pub mod evidence;
pub mod reference;
pub mod tag;
pub mod claim;
pub mod analysis;
pub mod view;
pub mod draw;
pub mod export;
pub mod cli;
pub mod ui;
