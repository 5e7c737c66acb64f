//! A node of a fleet that shares the rate limits of one Redis.

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    omni_testkit::fleet::node(&arguments).await;
}
