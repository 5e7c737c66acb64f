//! The command line.

fn main() -> std::process::ExitCode {
    omni_ai::cli::main()
}
