//! Makes a call and shows its answer.

use std::io::Write;

use clap::ArgMatches;
use omni_client_core::{CallOptions, Client};
use omni_contract::Method;
use prost_reflect::DynamicMessage;
use prost_reflect::prost::Message as _;

use super::exit::Failure;
use super::{Context, output};

pub(crate) fn run(
    context: &Context<'_>,
    matches: &ArgMatches,
    method: &Method,
    request: &DynamicMessage,
) -> Result<(), Failure> {
    let client = Client::from_resolved(context.settings()?)?;
    let options = options(matches)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let request = request.encode_to_vec().into();
    let read = |bytes: prost::bytes::Bytes| {
        DynamicMessage::decode(method.output(), bytes).map_err(|error| {
            Failure::Io(std::io::Error::other(format!("the answer cannot be read: {error}")))
        })
    };
    runtime.block_on(async {
        let mut out = std::io::stdout().lock();
        if !method.is_streaming() {
            let answer = client.unary(method.path(), request, &options).await?;
            out.write_all(output::answer(&read(answer.message)?, context.format)?.as_bytes())?;
            return Ok(());
        }
        let mut stream = client.stream(method.path(), request, &options).await?;
        while let Some(batch) = stream.next_batch(64).await {
            for item in batch? {
                writeln!(out, "{}", output::line(&read(item)?)?)?;
            }
            out.flush()?;
        }
        Ok(())
    })
}

fn options(matches: &ArgMatches) -> Result<CallOptions, Failure> {
    let metadata = matches.get_many::<String>("metadata").into_iter().flatten().map(|pair| {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| Failure::Usage(format!("--metadata {pair:?}: expected name=value")))?;
        Ok((name.to_owned(), value.to_owned()))
    });
    Ok(CallOptions {
        idempotency_key: matches.get_one::<String>("idempotency-key").cloned(),
        metadata: metadata.collect::<Result<_, Failure>>()?,
        ..CallOptions::default()
    })
}
