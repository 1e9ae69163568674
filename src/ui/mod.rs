//! The window: a screen becomes pixels, input becomes commands.
//!
//! Panels take plain view data and send commands; `perform` carries commands out; `view_worker` computes the next
//! screen. Reading, choosing files, computing screens and writing pictures happen on threads.

pub mod app;
pub mod command;
pub mod platform;
pub mod preferences;
pub mod session;
mod session_file;

mod chooser;
mod drop;
mod export_job;
mod history;
mod host;
mod later;
mod list_file;
mod made_of;
mod motion;
mod panels;
mod perform;
mod report_job;
mod tick;
mod unpack;
mod view_worker;
mod widgets;
mod windows;

use std::any::Any;
use std::fmt;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use eframe::egui;

use crate::analysis::secrets::GivenKeys;
use crate::flow::splitting::Splitting;
use crate::tag::capture_place::CapturePlace;
use app::{App, Pace};
use platform::{MissingGraphics, Server};

/// What the window opens with.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Captures, folders or `-`.
    pub captures: Vec<PathBuf>,
    /// Key logs that open encrypted traffic.
    pub keys: GivenKeys,
    /// Country databases of the user's own.
    pub databases: Vec<PathBuf>,
    /// The filter as typed.
    pub filter: String,
    /// Whom the question is about: domains, owners, network numbers.
    pub subject: Vec<String>,
    /// Files of data types that were set by hand.
    pub by_hand: Vec<PathBuf>,
    /// The claim that flows are judged by.
    pub claim: Option<PathBuf>,
    /// Addresses that are local because the user says so.
    pub local: Vec<IpAddr>,
    /// Where the capture was made, for this run; else what was kept.
    pub place: Option<CapturePlace>,
    /// Interfaces whose frames are left out.
    pub without_interfaces: Vec<u32>,
    /// Lists of connections with their programs.
    pub apps: Vec<PathBuf>,
    /// What counts as one flow.
    pub splitting: Splitting,
}

/// Why no window opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UiError {
    /// There is no display, or libraries are missing.
    Missing(MissingGraphics),
    /// The toolkit could not open a window, in its own words.
    Toolkit(String),
}

impl fmt::Display for UiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UiError::Missing(missing) => write!(f, "no window can open: {missing}"),
            UiError::Toolkit(words) => write!(f, "the window could not be opened: {words}"),
        }
    }
}

impl std::error::Error for UiError {}

/// Opens the window and stays until it is closed.
///
/// The toolkit panics where libraries are missing that `platform::check` does not know; that is an error here, too.
pub fn run(start: Start) -> Result<(), UiError> {
    platform::check().map_err(UiError::Missing)?;
    let server = platform::server();
    let options = native_options(server);
    let ran = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            "Whither",
            options,
            Box::new(move |creation| {
                let kept = creation
                    .storage
                    .and_then(|s| s.get_string(preferences::KEY));
                let pace = Pace::Threads;
                let mut app = App::new(&creation.egui_ctx, kept.as_deref(), start, pace);
                app.drops_work = server != Some(Server::Wayland);
                Ok(Box::new(app) as Box<dyn eframe::App>)
            }),
        )
    }));
    match ran {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(UiError::Toolkit(session::with_causes(&error))),
        Err(cause) => Err(UiError::Toolkit(words_of_panic(&*cause))),
    }
}

fn native_options(server: Option<Server>) -> eframe::NativeOptions {
    eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Whither")
            .with_app_id("whither")
            .with_icon(icon())
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([860.0, 560.0])
            .with_drag_and_drop(true),
        renderer: eframe::Renderer::Glow,
        event_loop_builder: event_loop(server),
        ..eframe::NativeOptions::default()
    }
}

/// The program's icon; none where the picture that is compiled in cannot be read.
fn icon() -> egui::IconData {
    let png = include_bytes!("../../assets/icon/whither-256.png");
    eframe::icon_data::from_png_bytes(png).unwrap_or_default()
}

#[cfg(target_os = "linux")]
fn event_loop(server: Option<Server>) -> Option<eframe::EventLoopBuilderHook> {
    use winit::platform::x11::EventLoopBuilderExtX11;
    (server == Some(Server::X11)).then(|| {
        Box::new(
            |builder: &mut eframe::EventLoopBuilder<eframe::UserEvent>| {
                builder.with_x11();
            },
        ) as eframe::EventLoopBuilderHook
    })
}

#[cfg(not(target_os = "linux"))]
fn event_loop(_server: Option<Server>) -> Option<eframe::EventLoopBuilderHook> {
    None
}

/// What a panic said.
fn words_of_panic(cause: &(dyn Any + Send)) -> String {
    let words = cause
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| cause.downcast_ref::<String>().cloned());
    words.unwrap_or_else(|| "an error that says nothing about itself".to_owned())
}
