//! How a tenant proves that a domain is its own, by a real resolver and a DNS server of this process.

use super::{House, house, node_sso, settings};
use crate::harness::status_reason;

impl House {
    async fn of_another_tenant(&self) -> omni_kernel::Ctx {
        self.world.node.person("bor@beta.example").await;
        let tokens = self.world.node.login("bor@beta.example").await;
        self.world.node.signed_in(&tokens).await
    }
}

#[tokio::test]
async fn a_domain_is_proven_by_its_record_and_by_nothing_else() {
    let house = house().await;
    let claimed = house.claim(&house.admin, "ACME.example.").await.unwrap();
    assert_eq!(claimed.domain, "acme.example");
    assert_eq!(claimed.record_name, "_omni-challenge.acme.example");
    let verify = async || house.verify(&house.admin, "acme.example").await.map(tonic::Response::new);
    assert_eq!(status_reason(verify().await), "DOMAIN_UNPROVEN");
    house.dns.set("acme.example", &claimed.record_value);
    house.dns.set(&claimed.record_name, "omni-domain-verification=another");
    assert_eq!(status_reason(verify().await), "DOMAIN_UNPROVEN");
    house.dns.set(&claimed.record_name, &claimed.record_value);
    let verified = verify().await.unwrap().into_inner();
    assert!(verified.verify_time.is_some());
    // Again is the same, and so is the claim.
    assert_eq!(verify().await.unwrap().into_inner(), verified);
    assert_eq!(house.claim(&house.admin, "acme.example").await.unwrap(), verified);
}

#[tokio::test]
async fn what_is_no_domain_is_not_claimed() {
    let house = house().await;
    for wrong in ["", "localhost", "127.0.0.1", "acme example", "https://acme.example", "eva@acme.example"] {
        let outcome = house.claim(&house.admin, wrong).await.map(tonic::Response::new);
        assert_eq!(status_reason(outcome), "INVALID_FIELD", "{wrong}");
    }
}

#[tokio::test]
async fn a_proven_domain_belongs_to_one_tenant() {
    let house = house().await;
    house.prove(&house.admin, "acme.example").await.unwrap();
    let other = house.of_another_tenant().await;
    let outcome = house.prove(&other, "acme.example").await.map(tonic::Response::new);
    assert_eq!(status_reason(outcome), "DOMAIN_TAKEN");
    // A claim of another proves nothing, and its record is another.
    let claims = "SELECT count(DISTINCT token) FROM omni.sso_domains";
    assert_eq!(house.world.count(claims).await, 2);
}

#[tokio::test]
async fn of_two_tenants_that_prove_a_domain_at_once_one_has_it() {
    let house = house().await;
    let other = house.of_another_tenant().await;
    for tenant in [&house.admin, &other] {
        let claimed = house.claim(tenant, "acme.example").await.unwrap();
        house.dns.set(&claimed.record_name, &claimed.record_value);
    }
    let (one, two) =
        tokio::join!(house.verify(&house.admin, "acme.example"), house.verify(&other, "acme.example"));
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
    let refused = one.and(two).map(tonic::Response::new);
    assert_eq!(status_reason(refused), "DOMAIN_TAKEN");
}

#[tokio::test]
async fn a_silent_dns_is_told_from_an_absent_record() {
    let mut house = house().await;
    house.claim(&house.admin, "acme.example").await.unwrap();
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut settings = settings(&house.dns, true);
    settings.dns_servers = vec![silent.local_addr().unwrap().to_string()];
    settings.timeout = std::time::Duration::from_millis(200);
    house.sso = node_sso(&house.world.node, &settings, None);
    let outcome = house.verify(&house.admin, "acme.example").await.map(tonic::Response::new);
    assert_eq!(status_reason(outcome), "DNS_UNAVAILABLE");
}
