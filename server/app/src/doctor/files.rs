//! The clock, the data folder, the TLS files and the library of ONNX Runtime.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use omni_kernel::Clock;
use omni_kernel::config::Config;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use super::Finding;

/// Nothing of Omni is older: 2026-01-01T00:00:00Z.
const EARLIEST: i64 = 1_767_225_600;
const DAY: i64 = 86_400;
/// How long before its end a certificate should be renewed.
const RENEW_DAYS: i64 = 14;

/// Whether the clock can be right: tokens, certificates and signatures hang on it.
pub(super) fn clock(clock: &Clock, data_dir: &Path) -> Vec<Finding> {
    let now = clock.now();
    let cure = "set the system's clock and let NTP keep it";
    if now.as_second() < EARLIEST {
        return vec![Finding::fail(format!("clock: {now:.0} is in the past"), cure)];
    }
    let written = fs::metadata(data_dir).and_then(|data| data.modified()).ok();
    let written = written.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let written = written.and_then(|time| i64::try_from(time.as_secs()).ok());
    match written {
        Some(written) if written > now.as_second() + DAY => {
            vec![Finding::fail(
                format!("clock: {now:.0}, but {} was written later", data_dir.display()),
                cure,
            )]
        }
        _ => vec![Finding::ok(format!("clock: {now:.0}"))],
    }
}

/// Whether the server can write there, and others cannot.
pub(super) fn data_dir(path: &Path) -> Vec<Finding> {
    let shown = path.display();
    let Some(existing) = path.ancestors().map(here).find(|folder| folder.exists()) else {
        return vec![Finding::fail(format!("data_dir: {shown}: no folder above it exists"), "create it")];
    };
    if !existing.is_dir() {
        let cure = "set data_dir to a folder";
        return vec![Finding::fail(format!("data_dir: {} is not a folder", existing.display()), cure)];
    }
    if let Err(error) = write_in(&existing) {
        let cure = "give the server's user the right to write there, or set data_dir to another folder";
        return vec![Finding::fail(format!("data_dir: {}: {error}", existing.display()), cure)];
    }
    if existing != here(path) {
        return vec![Finding::ok(format!("data_dir: {shown} will be made at the first start"))];
    }
    let mode = fs::metadata(&existing).map_or(0, |data| data.permissions().mode());
    if mode & 0o022 != 0 {
        let what = format!("data_dir: {shown} can be written by other users");
        return vec![Finding::warn(what, format!("chmod go-w {shown}"))];
    }
    vec![Finding::ok(format!("data_dir: {shown} is writable"))]
}

/// Whether checkpoints of the audit log can be added to their file.
pub(super) fn checkpoint_file(config: &Config) -> Vec<Finding> {
    let path = crate::audit::checkpoint_file(config);
    let shown = path.display();
    let folder = here(path.parent().unwrap_or(&path));
    if config.audit.checkpoint_file.is_none() && !folder.exists() {
        return vec![Finding::ok(format!("audit.checkpoint_file: {shown} will be made at the first start"))];
    }
    let writable = if path.exists() {
        fs::OpenOptions::new().append(true).open(&path).map(drop)
    } else {
        write_in(&folder)
    };
    vec![match writable {
        Ok(()) => Finding::ok(format!("audit.checkpoint_file: {shown} is writable")),
        Err(error) => Finding::fail(
            format!("audit.checkpoint_file: {shown}: {error}"),
            "give the server's user the right to write it, or set audit.checkpoint_file to another file",
        ),
    }]
}

fn write_in(folder: &Path) -> io::Result<()> {
    let file = folder.join(format!(".omni-doctor-{}", std::process::id()));
    fs::File::create_new(&file)?;
    fs::remove_file(file)
}

/// The empty path is the current folder.
fn here(path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_path_buf() }
}

/// Whether the files can be read, belong together and are not out of date.
pub(super) fn tls(config: &Config, clock: &Clock) -> Vec<Finding> {
    let Some((cert_file, key_file)) = config.tls.files() else {
        return if config.listens_publicly() {
            let cure = "set tls.cert_file and tls.key_file, unless a proxy in front encrypts";
            vec![Finding::warn(format!("tls: off, and {} is open to other machines", config.listen), cure)]
        } else {
            vec![Finding::ok("tls: off; only this machine can connect")]
        };
    };
    let mut findings = vec![match pair(cert_file, key_file) {
        Ok(certificate) => validity(&certificate, clock),
        Err(what) => Finding::fail(
            format!("tls: {what}"),
            "tls.cert_file takes the certificate chain and tls.key_file its key, both in PEM form",
        ),
    }];
    let mode = fs::metadata(key_file).map_or(0, |data| data.permissions().mode());
    if mode & 0o007 != 0 {
        let shown = key_file.display();
        findings
            .push(Finding::warn(format!("tls: every user can read {shown}"), format!("chmod o-rwx {shown}")));
    }
    findings
}

/// The first certificate, if chain and key can be read and fit together.
fn pair(cert_file: &Path, key_file: &Path) -> Result<Certificate, String> {
    let told = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let read = |path: &Path| fs::read(path).map_err(|error| told(path, &error));
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&read(cert_file)?)
        .collect::<Result<_, _>>()
        .map_err(|error| told(cert_file, &error))?;
    let first = chain.first().ok_or_else(|| format!("{} holds no certificate", cert_file.display()))?;
    let certificate = Certificate::from_der(first).map_err(|error| told(cert_file, &error))?;
    let key = PrivateKeyDer::from_pem_slice(&read(key_file)?).map_err(|error| told(key_file, &error))?;
    CertifiedKey::from_der(chain, key, &Arc::new(default_provider()))
        .map_err(|error| format!("{} and {} do not fit: {error}", cert_file.display(), key_file.display()))?;
    Ok(certificate)
}

fn validity(certificate: &Certificate, clock: &Clock) -> Finding {
    let validity = certificate.tbs_certificate().validity();
    let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    let start = seconds(validity.not_before.to_unix_duration());
    let end = seconds(validity.not_after.to_unix_duration());
    let now = clock.now().as_second();
    let renew = "renew the certificate";
    let days = (end - now).div_euclid(DAY);
    if now < start {
        Finding::fail("tls: the certificate is not valid yet", "check the clock, or wait")
    } else if now >= end {
        Finding::fail(format!("tls: the certificate ended {} days ago", -days), renew)
    } else if days < RENEW_DAYS {
        Finding::warn(format!("tls: the certificate ends in {days} days"), renew)
    } else {
        Finding::ok(format!("tls: certificate and key fit, {days} days left"))
    }
}

/// Prints the library inside the Python package, without importing it.
const FIND_IN_PYTHON: &str = "import glob, importlib.util, os
spec = importlib.util.find_spec('onnxruntime')
if spec and spec.origin:
    folder = os.path.join(os.path.dirname(spec.origin), 'capi')
    for name in ('libonnxruntime.so*', 'libonnxruntime*.dylib'):
        for path in sorted(glob.glob(os.path.join(folder, name)))[:1]: print(path)";

/// Whether there is a library to load. Without one, all but inference works.
pub(super) async fn onnxruntime(configured: Option<&Path>) -> Vec<Finding> {
    let cure = "pip install onnxruntime, or set OMNI_ONNXRUNTIME to the library";
    if let Some(path) = configured {
        return vec![match library(path) {
            Ok(()) => Finding::ok(format!("onnxruntime: {}", path.display())),
            Err(what) => Finding::fail(format!("onnxruntime: {}: {what}", path.display()), cure),
        }];
    }
    let mut python = tokio::process::Command::new("python3");
    let output = python.args(["-c", FIND_IN_PYTHON]).kill_on_drop(true).output();
    let output = tokio::time::timeout(Duration::from_secs(10), output).await;
    let found = output
        .ok()
        .and_then(Result::ok)
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    match found.filter(|path| library(Path::new(path)).is_ok()) {
        Some(path) => vec![Finding::ok(format!("onnxruntime: {path}"))],
        None => vec![Finding::warn("onnxruntime: none found; models cannot be run", cure)],
    }
}

/// Whether it begins like a shared library: ELF or Mach-O.
fn library(path: &Path) -> Result<(), String> {
    let mut magic = [0; 4];
    let mut file = fs::File::open(path).map_err(|error| error.to_string())?;
    io::Read::read_exact(&mut file, &mut magic).map_err(|_| "not a shared library".to_owned())?;
    let known = [*b"\x7fELF", [0xcf, 0xfa, 0xed, 0xfe], [0xca, 0xfe, 0xba, 0xbe]];
    if known.contains(&magic) { Ok(()) } else { Err("not a shared library".to_owned()) }
}
