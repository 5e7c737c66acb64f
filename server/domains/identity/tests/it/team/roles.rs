use omni_proto_identity::v1 as pb;
use pb::team_service_server::TeamService;

use super::{house, permissions, why};

#[tokio::test]
async fn a_role_of_ones_own_grants_what_it_says_to_those_who_have_it() {
    let house = house().await;
    let member = house.member("viewer").await;
    let role =
        house.create_role(house.owner, "analyst", &["intelligence.*", "platform.errors.read"]).await.unwrap();
    assert!(!role.built_in && role.create_time.is_some());
    house.set_role(house.owner, member, "analyst").await.unwrap();
    let may = permissions(&house.grants(house.mine, member).await.unwrap());
    assert_eq!(
        may.into_iter().collect::<Vec<_>>(),
        [
            "identity.self.manage",
            "intelligence.batches.create",
            "intelligence.forecasts.create",
            "platform.errors.read"
        ]
    );
    house.update_role(house.owner, "analyst", &["intelligence.forecasts.create"]).await.unwrap();
    let may = permissions(&house.grants(house.mine, member).await.unwrap());
    assert_eq!(
        may.into_iter().collect::<Vec<_>>(),
        ["identity.self.manage", "intelligence.forecasts.create"]
    );
}

#[tokio::test]
async fn one_who_is_no_member_and_one_whose_role_is_not_there_may_do_nothing_of_the_tenants() {
    let house = house().await;
    let (theirs, stranger) = house.another().await;
    assert_eq!(house.grants(house.mine, stranger).await, None);
    assert_eq!(house.grants(theirs, house.owner).await, None);
    let lost = house.member("never_made").await;
    let may = permissions(&house.grants(house.mine, lost).await.unwrap());
    assert_eq!(may.into_iter().collect::<Vec<_>>(), ["identity.self.manage"]);
}

#[tokio::test]
async fn a_permission_that_there_is_not_is_named_with_the_nearest() {
    let house = house().await;
    let made = house.create_role(house.owner, "analyst", &["keys.*", "intelligence.forecast.create"]).await;
    let (field, expected) = super::field(made);
    assert_eq!(field, "permissions[1]");
    assert!(expected.contains("did you mean \"intelligence.forecasts.create\"?"), "{expected}");
    for (permissions, wrong) in [(&["*"][..], "permissions[0]"), (&[], "permissions")] {
        assert_eq!(super::field(house.create_role(house.owner, "analyst", permissions).await).0, wrong);
    }
    for name in ["", "Analyst", "9lives", "an-alyst", &"a".repeat(41)] {
        assert_eq!(super::field(house.create_role(house.owner, name, &["keys.*"]).await).0, "name", "{name}");
    }
}

#[tokio::test]
async fn nobody_makes_changes_or_deletes_a_role_of_more_than_they_hold() {
    let house = house().await;
    let admin = house.member("admin").await;
    assert_eq!(why(house.create_role(admin, "payer", &["tenant.tenants.upgrade"]).await), "GRANTS_NOT_HELD");
    house.create_role(house.owner, "payer", &["tenant.tenants.upgrade"]).await.unwrap();
    house.create_role(admin, "analyst", &["intelligence.*"]).await.unwrap();
    // Neither what it granted nor what it would grant may lie beyond.
    assert_eq!(why(house.update_role(admin, "payer", &["keys.*"]).await), "GRANTS_NOT_HELD");
    assert_eq!(why(house.update_role(admin, "analyst", &["tenant.*"]).await), "GRANTS_NOT_HELD");
    assert_eq!(why(house.delete_role(admin, "payer").await), "GRANTS_NOT_HELD");
    house.delete_role(admin, "analyst").await.unwrap();
}

#[tokio::test]
async fn a_role_that_somebody_has_or_is_invited_to_is_not_deleted() {
    let house = house().await;
    house.create_role(house.owner, "analyst", &["intelligence.*"]).await.unwrap();
    let member = house.member("analyst").await;
    assert_eq!(why(house.delete_role(house.owner, "analyst").await), "ROLE_IN_USE");
    house.set_role(house.owner, member, "viewer").await.unwrap();
    let open = house.invite(house.owner, "bor@example.com", "analyst").await.unwrap();
    assert_eq!(why(house.delete_role(house.owner, "analyst").await), "ROLE_IN_USE");
    let message = pb::RevokeInvitationRequest { invitation_id: open.invitation_id };
    house.team.revoke_invitation(house.ask(house.owner, message).await).await.unwrap();
    house.delete_role(house.owner, "analyst").await.unwrap();
    let gone = house.delete_role(house.owner, "analyst").await.unwrap_err();
    assert_eq!(gone.code(), tonic::Code::NotFound);
}

#[tokio::test]
async fn a_role_is_not_deleted_while_it_is_being_given() {
    let house = house().await;
    let member = house.member("viewer").await;
    for round in 0..10 {
        let name = format!("role_{round}");
        house.create_role(house.owner, &name, &["intelligence.*"]).await.unwrap();
        let (given, deleted) =
            tokio::join!(house.set_role(house.owner, member, &name), house.delete_role(house.owner, &name));
        assert!(given.is_ok() != deleted.is_ok(), "{given:?} {deleted:?}");
    }
}

#[tokio::test]
async fn built_in_roles_stay_as_they_are_and_their_names_are_taken() {
    let house = house().await;
    for name in ["owner", "admin", "developer", "billing", "viewer"] {
        assert_eq!(why(house.create_role(house.owner, name, &["keys.*"]).await), "ROLE_EXISTS");
        assert_eq!(why(house.update_role(house.owner, name, &["keys.*"]).await), "ROLE_BUILT_IN");
        assert_eq!(why(house.delete_role(house.owner, name).await), "ROLE_BUILT_IN");
    }
    house.create_role(house.owner, "analyst", &["keys.*"]).await.unwrap();
    assert_eq!(why(house.create_role(house.owner, "analyst", &["keys.*"]).await), "ROLE_EXISTS");
    let message = pb::ListRolesRequest { page_size: 4, page_token: String::new() };
    let page = house.team.list_roles(house.ask(house.owner, message).await).await.unwrap().into_inner();
    let message = pb::ListRolesRequest { page_size: 4, page_token: page.next_page_token };
    let rest = house.team.list_roles(house.ask(house.owner, message).await).await.unwrap().into_inner();
    let names: Vec<String> = page.roles.into_iter().chain(rest.roles).map(|role| role.name).collect();
    assert_eq!(names, ["owner", "admin", "developer", "billing", "viewer", "analyst"]);
    assert_eq!(rest.next_page_token, "");
}

#[tokio::test]
async fn every_permission_there_is_can_be_seen_with_what_it_is_for() {
    let house = house().await;
    let message = pb::ListPermissionsRequest::default();
    let page = house.team.list_permissions(house.ask(house.owner, message).await).await.unwrap().into_inner();
    assert_eq!(page.permissions.len(), super::catalogue().iter().count());
    assert!(page.permissions.iter().all(|permission| permission.description == "What it is for."));
}

#[tokio::test]
async fn a_role_is_a_tenants_own() {
    let house = house().await;
    let (theirs, stranger) = house.another().await;
    house.create_role(house.owner, "analyst", &["keys.*"]).await.unwrap();
    let ask = |name: &str| pb::GetRoleRequest { name: name.to_owned() };
    let foreign =
        house.team.get_role(house.ask_in(theirs, stranger, ask("analyst")).await).await.unwrap_err();
    let absent = house.team.get_role(house.ask_in(theirs, stranger, ask("analysx")).await).await.unwrap_err();
    assert_eq!(foreign.message().replace("analyst", "X"), absent.message().replace("analysx", "X"));
    assert_eq!(foreign.code(), absent.code());
}
