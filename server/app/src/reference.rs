//! Reference pages that follow from the code, for docs/.

use std::fmt::Write as _;
use std::process::ExitCode;

use omni_kernel::Reason;

use crate::cli::print;

/// Which page.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    page: Page,
}

#[derive(Debug, clap::Subcommand)]
enum Page {
    /// Every error reason with its cause and cure, as Markdown.
    Errors,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    match options.page {
        Page::Errors => print(errors().trim_end()),
    }
    ExitCode::SUCCESS
}

/// The reasons that the edge does not know by itself.
pub(crate) fn domain_reasons() -> Vec<&'static Reason> {
    [
        omni_kernel::db::reason::REASONS,
        omni_kernel::effects::reason::REASONS,
        omni_kernel::limits::REASONS,
        omni_kernel::redis::REASONS,
        omni_kernel::vault::reason::REASONS,
        omni_audit::REASONS,
        omni_identity::REASONS,
        omni_identity::TEAM_REASONS,
        omni_identity::SSO_REASONS,
        omni_keys::REASONS,
        omni_intelligence::REASONS,
        omni_tenant::REASONS,
    ]
    .concat()
}

fn errors() -> String {
    let mut reasons = [omni_kernel::error::reason::REASONS, omni_edge::REASONS, &domain_reasons()].concat();
    reasons.sort_by_key(|reason| (reason.domain, reason.name));
    let mut page = String::from(
        "# Errors\n\n<!-- Written by `make gen` from the reasons in the code; do not edit. -->\n\n\
         Every failure carries a stable reason in `google.rpc.ErrorInfo`, in the `reason` member of problem JSON, and as\n\
         `.reason` of SDK errors. Reasons are never renamed or reused. Where `auth.public_url` is set, failures also link to\n\
         the server's page of their reason: `google.rpc.Help`, and `help_url` of SDK errors, which is empty otherwise.\n",
    );
    let mut domain = "";
    for reason in reasons {
        if reason.domain != domain {
            domain = reason.domain;
            let _ = writeln!(page, "\n## {domain}");
        }
        let (name, cause, cure) = (reason.name, reason.cause, reason.cure);
        let code = reason.kind.name();
        let _ = writeln!(page, "\n### {name}\n\n`{code}`. {cause}\n\n**What to do:** {cure}");
    }
    page
}
