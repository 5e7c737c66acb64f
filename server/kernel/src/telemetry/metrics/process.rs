//! Numbers of the process, as Linux shows them under `/proc/self` (proc(5)). Elsewhere there are none.

use std::fs;

/// What the operating system says of the process.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Process {
    pub(super) resident_bytes: Option<f64>,
    pub(super) open_fds: Option<f64>,
    pub(super) max_fds: Option<f64>,
    pub(super) threads: Option<f64>,
    pub(super) cpu_seconds: Option<f64>,
}

/// Ticks a second in `/proc/self/stat`: a constant of Linux's interface on every architecture Rust's std serves.
const TICKS: f64 = 100.0;

pub(super) fn read() -> Process {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    Process {
        resident_bytes: field(&status, "VmRSS:").map(|kilobytes| kilobytes * 1024.0),
        threads: field(&status, "Threads:"),
        // The listing itself holds one more open.
        open_fds: fs::read_dir("/proc/self/fd").ok().map(|entries| entries.count().saturating_sub(1) as f64),
        max_fds: field(&limits, "Max open files"),
        cpu_seconds: cpu_seconds(&stat),
    }
}

/// The first number behind a name at the start of a line.
fn field(text: &str, name: &str) -> Option<f64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}

/// User and system time: fields 14 and 15, counted behind the name in parentheses, which may hold anything.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user + system) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_spaces_and_parentheses_does_not_shift_the_fields() {
        let stat = "7 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0";
        assert_eq!(cpu_seconds(stat), Some(2.0));
        assert_eq!(cpu_seconds("garbage"), None);
    }

    #[test]
    fn fields_are_found_by_name() {
        let status = "Name:\tx\nVmRSS:\t    1234 kB\nThreads:\t5\n";
        assert_eq!(field(status, "VmRSS:"), Some(1234.0));
        assert_eq!(field(status, "Threads:"), Some(5.0));
        assert_eq!(
            field("Max open files            1024                 4096  files", "Max open files"),
            Some(1024.0)
        );
        assert_eq!(field("Max open files  unlimited  unlimited", "Max open files"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_all_of_them() {
        let process = read();
        assert!(process.resident_bytes.unwrap() > 1e5);
        assert!(process.open_fds.unwrap() >= 3.0);
        assert!(process.threads.unwrap() >= 1.0);
        assert!(process.cpu_seconds.is_some());
    }
}
