//! The command line, under its longer name.

fn main() -> std::process::ExitCode {
    omni_ai::cli::main()
}
