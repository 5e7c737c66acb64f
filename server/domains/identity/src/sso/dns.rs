//! What the DNS says of a domain.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use omni_kernel::Error;
use omni_kernel::config::Sso as Settings;

use super::error::DNS_UNAVAILABLE;

/// Reads TXT records.
#[async_trait]
pub trait TxtLookup: Send + Sync {
    /// The texts of the records of a name; none when there are none. What a record has in pieces is put together.
    ///
    /// # Errors
    /// `DNS_UNAVAILABLE`.
    async fn txt(&self, name: &str) -> Result<Vec<String>, Error>;
}

/// The DNS servers of the settings, or those of the system.
pub struct Dns(Arc<TokioResolver>);

impl Dns {
    /// Reads the system's configuration where the settings name no servers. Without either, nothing can be looked up.
    ///
    /// # Errors
    /// INTERNAL when a server of the settings is no address, which the settings' own check has made sure of.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        let servers: Result<Vec<SocketAddr>, _> =
            settings.dns_servers.iter().map(|server| server.parse()).collect();
        let servers = servers.map_err(|_| Error::internal("auth.sso.dns_servers has no address"))?;
        let runtime = TokioRuntimeProvider::default();
        let mut builder = match TokioResolver::builder_tokio() {
            Ok(builder) if servers.is_empty() => builder,
            _ => TokioResolver::builder_with_config(config(&servers), runtime),
        };
        let options = builder.options_mut();
        options.timeout = settings.timeout.min(Duration::from_secs(5));
        options.attempts = 2;
        // A record that was set a moment ago has to be found.
        options.cache_size = 0;
        let resolver = builder.build();
        let resolver =
            resolver.map_err(|error| Error::internal("the DNS cannot be set up").with_source(error))?;
        Ok(Self(Arc::new(resolver)))
    }
}

fn config(servers: &[SocketAddr]) -> ResolverConfig {
    let server = |address: &SocketAddr| {
        let at = |mut connection: ConnectionConfig| {
            connection.port = address.port();
            connection
        };
        let connections = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
        NameServerConfig::new(address.ip(), true, connections)
    };
    ResolverConfig::from_name_servers(servers.iter().map(server).collect())
}

#[async_trait]
impl TxtLookup for Dns {
    async fn txt(&self, name: &str) -> Result<Vec<String>, Error> {
        // With the dot at its end no search domain is added.
        let found = match self.0.txt_lookup(format!("{name}.")).await {
            Ok(found) => found,
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => return Ok(Vec::new()),
            Err(error) => {
                return Err(Error::new(&DNS_UNAVAILABLE, "the DNS does not answer; retry in a while")
                    .with_retry_after(Duration::from_secs(10))
                    .with_source(error));
            }
        };
        let texts = found.answers().iter().filter_map(|record| match &record.data {
            RData::TXT(txt) => Some(String::from_utf8_lossy(&txt.txt_data.concat()).into_owned()),
            _ => None,
        });
        Ok(texts.collect())
    }
}
