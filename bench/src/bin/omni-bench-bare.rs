//! The same RPC on a bare tonic server: no edge, no key, no policy. The floor that the edge is measured against.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark's helper program")]

use omni_intelligence::Forecaster;
use omni_kernel::{Caller, Clock, Ctx, Environment, Grants, KeyId, RequestId, Rng, Scope, TenantId};
use tokio::net::TcpListener;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;

#[tokio::main]
async fn main() {
    let (clock, rng) = (Clock::system(), Rng::system());
    let id = rng.uuid(clock.now());
    let ctx = Ctx::new(
        RequestId::from_uuid(id),
        Scope { tenant: TenantId::from_uuid(id), environment: Environment::Live },
        Caller::Key(KeyId::from_uuid(id)),
        Grants::all(),
    );
    // The handler asks who calls; here everybody is the same caller.
    let as_caller =
        tower::util::MapRequestLayer::new(move |mut request: http::Request<tonic::body::Body>| {
            request.extensions_mut().insert(ctx.clone());
            request
        });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("listening on {}", listener.local_addr().expect("an address"));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Server::builder()
        .layer(as_caller)
        .add_service(omni_intelligence::server(Forecaster::new(threads)))
        .serve_with_incoming(TcpIncoming::from(listener).with_nodelay(Some(true)))
        .await
        .expect("the server runs");
}
