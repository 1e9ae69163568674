//! Arguments become a window, or a headless command.
#![forbid(unsafe_code)]

use std::io::{self, BufWriter};
use std::process::ExitCode;

use whither::analysis::in_order::use_cores;
use whither::analysis::secrets::GivenKeys;
use whither::cli::arguments::{self, Command, Inputs};
use whither::cli::flows::{self, CommandError, Outcome};
use whither::cli::{check, claim, compare, export, extract, follow, help};
use whither::cli::{lookup, picture, report, rules};
use whither::ui;

fn main() -> ExitCode {
    let command = match arguments::read(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("whither: {error}");
            return ExitCode::from(2);
        }
    };
    if let Some(threads) = command.threads() {
        use_cores(threads);
    }
    let is_check = matches!(command, Command::Check(..));
    match run(command) {
        Ok(Outcome::Whole) => ExitCode::SUCCESS,
        Ok(Outcome::Contradicted) => ExitCode::from(1),
        Ok(Outcome::InPart) => ExitCode::from(3),
        Ok(Outcome::NothingAssessed) => ExitCode::from(4),
        // Whoever read the output wanted no more of it.
        Err(CommandError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            let status = match error {
                CommandError::Filter(..) => 2,
                CommandError::Claim(..) if is_check => 2,
                // 1 would say that the claim is contradicted.
                _ if is_check => 4,
                _ => 1,
            };
            eprintln!("whither: {:#}", anyhow::Error::new(error));
            ExitCode::from(status)
        }
    }
}

fn run(command: Command) -> Result<Outcome, CommandError> {
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    match command {
        Command::Window(inputs) => match ui::run(start(&inputs)?) {
            Ok(()) => Ok(Outcome::Whole),
            Err(error) => picture::instead_of_window(&inputs, &error, &mut out),
        },
        Command::Flows(inputs) => flows::print_flows(&inputs, &mut out),
        Command::Evidence(inputs) => flows::print_evidence(&inputs, &mut out),
        Command::Problems(inputs) => flows::print_problems(&inputs, &mut out),
        Command::Follow(inputs, wanted) => follow::print_followed(&inputs, &wanted, &mut out),
        Command::Lookup(inputs, words) => lookup::print_lookup(&inputs, &words, &mut out),
        Command::Claims(files) => claim::print_claims(&files, &mut out),
        Command::Check(inputs, format) => check::print_check(&inputs, format, &mut out),
        Command::Compare(inputs, format) => compare::print_compare(&inputs, format, &mut out),
        Command::Rules(inputs, question) => rules::print_rules(&inputs, &question, &mut out),
        Command::Picture(inputs, wanted) => picture::write_picture(&inputs, &wanted, &mut out),
        Command::Report(inputs, wanted) => report::write_report(&inputs, &wanted, &mut out),
        Command::Export(inputs, wanted) => export::write_export(&inputs, &wanted, &mut out),
        Command::Extract(inputs, to) => extract::write_dataset(&inputs, &to, &mut out),
        Command::Help => help::print(&mut out),
        Command::Version => help::print_version(&mut out),
    }
}

fn start(inputs: &Inputs) -> Result<ui::Start, CommandError> {
    let inputs = inputs.clone();
    Ok(ui::Start {
        captures: inputs.captures,
        databases: [inputs.databases, inputs.rules].concat(),
        filter: inputs.filter,
        subject: inputs.subject,
        by_hand: inputs.by_hand,
        claim: inputs.claim,
        local: inputs.local,
        place: inputs.place,
        without_interfaces: inputs.without_interfaces,
        apps: inputs.apps,
        splitting: inputs.splitting,
        keys: GivenKeys::read(&inputs.keys).map_err(CommandError::Keys)?,
    })
}
