//! Looks before the window opens whether it can: is there a display, are the graphics libraries there?
//!
//! The toolkit loads its libraries by name at run time and stops the program where some are missing. Looking for
//! the files first lets the program say which package brings them. Whether a display answers is not tried: that
//! would need a socket.

use std::collections::BTreeSet;
use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Why no window can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGraphics {
    /// Whether `DISPLAY` or `WAYLAND_DISPLAY` is set.
    pub display: bool,
    /// Debian packages that bring what is missing, in the order of the table.
    pub packages: Vec<&'static str>,
}

impl fmt::Display for MissingGraphics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.display {
            f.write_str("no display: neither DISPLAY nor WAYLAND_DISPLAY is set")?;
        }
        if self.packages.is_empty() {
            return Ok(());
        }
        if !self.display {
            f.write_str("; ")?;
        }
        write!(
            f,
            "graphics libraries are missing; on Debian or Ubuntu this installs them:\n  {}",
            self.install_line()
        )
    }
}

impl std::error::Error for MissingGraphics {}

impl MissingGraphics {
    /// The one line that installs what is missing; empty where nothing is.
    pub fn install_line(&self) -> String {
        if self.packages.is_empty() {
            return String::new();
        }
        format!(
            "apt-get install --no-install-recommends {}",
            self.packages.join(" ")
        )
    }
}

/// Which display server the window asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// X11, or XWayland: files can be dropped.
    X11,
    /// Wayland: files cannot be dropped with the toolkit of today.
    Wayland,
}

/// X11 wherever `DISPLAY` is set, because drops work only there; `WHITHER_WAYLAND=1` says otherwise.
pub fn server() -> Option<Server> {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let wish = env::var_os("WHITHER_WAYLAND").is_some_and(|value| value == "1");
    match (
        set("DISPLAY"),
        set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET"),
    ) {
        (_, true) if wish => Some(Server::Wayland),
        (true, _) => Some(Server::X11),
        (false, true) => Some(Server::Wayland),
        (false, false) => None,
    }
}

/// Libraries the toolkit loads by name, each with the Debian package that brings it.
const LIBRARIES_X11: [(&str, &str); 6] = [
    ("libX11.so.6", "libx11-6"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libXcursor.so.1", "libxcursor1"),
    ("libXi.so.6", "libxi6"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libEGL.so.1", "libegl1"),
];

const LIBRARIES_WAYLAND: [(&str, &str); 4] = [
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libwayland-egl.so.1", "libwayland-egl1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libEGL.so.1", "libegl1"),
];

/// The package that brings the drivers, and how one of them is recognised.
const DRIVER_PACKAGE: &str = "libgl1-mesa-dri";

/// Looks for a display and for the libraries; `Ok` means that a window will most likely open.
pub fn check() -> Result<(), MissingGraphics> {
    check_in(server(), &library_folders())
}

fn check_in(server: Option<Server>, folders: &[PathBuf]) -> Result<(), MissingGraphics> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let libraries: &[(&str, &str)] = match server {
        Some(Server::Wayland) => &LIBRARIES_WAYLAND,
        _ => &LIBRARIES_X11,
    };
    let mut packages: Vec<&'static str> = libraries
        .iter()
        .filter(|(file, _)| !folders.iter().any(|folder| folder.join(file).exists()))
        .map(|(_, package)| *package)
        .collect();
    if !has_driver(folders) {
        packages.push(DRIVER_PACKAGE);
    }
    if server.is_some() && packages.is_empty() {
        return Ok(());
    }
    Err(MissingGraphics {
        display: server.is_some(),
        packages,
    })
}

/// A driver of Mesa (a folder `dri` with one in it, or its newer single library) or of a vendor (its EGL library).
fn has_driver(folders: &[PathBuf]) -> bool {
    folders.iter().any(|folder| {
        let in_dri = names_in(&folder.join("dri"))
            .any(|name| name.ends_with("_dri.so") || name.starts_with("libdril"));
        in_dri
            || names_in(folder)
                .any(|name| name.starts_with("libgallium-") || name.starts_with("libEGL_nvidia.so"))
    })
}

fn names_in(folder: &Path) -> impl Iterator<Item = String> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
}

/// Where the loader looks: `LD_LIBRARY_PATH`, the folders of `/etc/ld.so.conf.d`, and the usual ones.
fn library_folders() -> Vec<PathBuf> {
    let mut folders: BTreeSet<PathBuf> = env::var_os("LD_LIBRARY_PATH")
        .map(|list| env::split_paths(&list).collect())
        .unwrap_or_default();
    folders.extend(configured_folders());
    let arch = env::consts::ARCH;
    for root in ["/lib", "/usr/lib", "/usr/local/lib"] {
        folders.insert(root.into());
        folders.insert(format!("{root}64").into());
        folders.insert(format!("{root}/{arch}-linux-gnu").into());
    }
    folders.insert("/usr/lib/arm-linux-gnueabihf".into());
    folders.insert("/run/opengl-driver/lib".into());
    folders.into_iter().collect()
}

fn configured_folders() -> Vec<PathBuf> {
    let files = names_in(Path::new("/etc/ld.so.conf.d"))
        .map(|name| Path::new("/etc/ld.so.conf.d").join(name))
        .chain([PathBuf::from("/etc/ld.so.conf")]);
    files
        .filter_map(|file| fs::read_to_string(file).ok())
        .flat_map(|text| {
            text.lines()
                .map(str::trim)
                .filter(|line| line.starts_with('/'))
                .map(PathBuf::from)
                .collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_only_the_packages_that_are_missing() {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, _) in &LIBRARIES_X11[1..] {
            fs::write(folder.path().join(file), b"").expect("a file");
        }
        let folders = [folder.path().to_path_buf()];
        let missing = check_in(Some(Server::X11), &folders).expect_err("two are missing");
        assert_eq!(
            missing.install_line(),
            "apt-get install --no-install-recommends libx11-6 libgl1-mesa-dri"
        );
        fs::write(folder.path().join("libX11.so.6"), b"").expect("a file");
        fs::create_dir(folder.path().join("dri")).expect("a folder");
        fs::write(folder.path().join("dri/swrast_dri.so"), b"").expect("a file");
        assert_eq!(check_in(Some(Server::X11), &folders), Ok(()));
        let without_display = check_in(None, &folders).expect_err("no display");
        assert_eq!(
            without_display.to_string(),
            "no display: neither DISPLAY nor WAYLAND_DISPLAY is set"
        );
    }
}
