use std::sync::atomic::Ordering;
use std::time::Duration;

use futures::future::join_all;
use omni_proto_identity::v1 as pb;
use pb::team_service_server::TeamService;
use serde_json::Value as Json;

use super::{House, house, house_for, why};

async fn join(
    house: &House,
    user: omni_kernel::UserId,
    token: &str,
) -> Result<pb::JoinTeamResponse, tonic::Status> {
    // Signed in to a company of their own.
    let theirs = omni_testkit::scope(house.db.rng());
    let message = pb::JoinTeamRequest { token: token.to_owned() };
    Ok(house.team.join_team(house.ask_in(theirs, user, message).await).await?.into_inner())
}

pub(super) async fn resend(house: &House, id: &str) -> Result<pb::Invitation, tonic::Status> {
    let message = pb::ResendInvitationRequest { invitation_id: id.to_owned() };
    let sent = house.team.resend_invitation(house.ask(house.owner, message).await).await?;
    Ok(sent.into_inner().invitation.unwrap())
}

pub(super) async fn revoke(house: &House, id: &str) -> Result<(), tonic::Status> {
    let message = pb::RevokeInvitationRequest { invitation_id: id.to_owned() };
    house.team.revoke_invitation(house.ask(house.owner, message).await).await.map(|_| ())
}

#[tokio::test]
async fn a_person_without_an_account_accepts_with_a_name_and_a_password() {
    let house = house().await;
    let invitation = house.invite(house.owner, "Bor@Example.com", "developer").await.unwrap();
    assert_eq!((invitation.role.as_str(), invitation.inviter_id), ("developer", house.owner.to_string()));
    let mail = house.mail.last_to("Bor@Example.com").unwrap();
    assert!(mail.text.contains("https://omni.example.com/auth/invitation?token=omni_invite_"));
    let token = house.token("Bor@Example.com");
    assert!(mail.text.matches(&token).count() == 2, "in a link and bare");
    let accepted = house.accept(&token).await.unwrap();
    assert_eq!(accepted.tenant_id, house.mine.tenant.to_string());
    let user: omni_kernel::UserId = accepted.user_id.parse().unwrap();
    assert_eq!(house.role_of(user).await.unwrap(), "developer");
    let ask = house.ask(house.owner, pb::GetMemberRequest { user_id: user.to_string() }).await;
    let member = house.team.get_member(ask).await.unwrap().into_inner().member.unwrap();
    assert_eq!((member.email.as_str(), member.full_name.as_str()), ("Bor@Example.com", "Bor Zupan"));
    let hash: String = sqlx::query_scalar("SELECT hash FROM omni.passwords WHERE user_id = $1")
        .bind(user.uuid())
        .fetch_one(&mut house.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(hash, "$test$21");
}

#[tokio::test]
async fn an_invitation_works_once_even_when_it_is_accepted_many_times_at_once() {
    let house = house().await;
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let token = house.token("bor@example.com");
    let outcomes = join_all((0..8).map(|_| house.accept(&token))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter(Result::is_err) {
        let reason = why(refused);
        assert!(["INVITATION_INVALID", "SIGN_IN_TO_ACCEPT"].contains(&reason.as_str()), "{reason}");
    }
    let members: i64 = sqlx::query_scalar("SELECT count(*) FROM omni.members")
        .fetch_one(&mut house.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(members, 2);
}

#[tokio::test]
async fn an_invitation_is_for_the_person_of_its_address() {
    let house = house().await;
    let (mine, other) = (house.person("Bor@example.com").await, house.person("eve@example.com").await);
    house.invite(house.owner, "bor@EXAMPLE.com", "viewer").await.unwrap();
    let token = house.token("bor@EXAMPLE.com");
    assert_eq!(why(join(&house, other, &token).await), "INVITATION_INVALID");
    let joined = join(&house, mine, &token).await.unwrap();
    assert_eq!(joined.tenant_id, house.mine.tenant.to_string());
    assert_eq!(house.role_of(mine).await.unwrap(), "viewer");
    assert_eq!(why(join(&house, mine, &token).await), "INVITATION_INVALID");
}

#[tokio::test]
async fn a_person_with_an_account_signs_in_to_accept_unless_they_belong_nowhere() {
    let house = house().await;
    let (_, settled) = house.another().await;
    let settled_email = format!("{settled}@example.com");
    house.invite(house.owner, &settled_email, "viewer").await.unwrap();
    let token = house.token(&settled_email);
    assert_eq!(why(house.accept(&token).await), "SIGN_IN_TO_ACCEPT");
    join(&house, settled, &token).await.unwrap();

    // Who belongs to no tenant cannot sign in to any, and their account gains nothing but the membership.
    let lone = house.person("lone@example.com").await;
    house.invite(house.owner, "lone@example.com", "viewer").await.unwrap();
    let accepted = house.accept(&house.token("lone@example.com")).await.unwrap();
    assert_eq!(accepted.user_id, lone.to_string());
    let passwords: i64 = sqlx::query_scalar("SELECT count(*) FROM omni.passwords")
        .fetch_one(&mut house.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(passwords, 0);
}

#[tokio::test]
async fn an_invitation_holds_for_seven_days() {
    let house = house().await;
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    house.invite(house.owner, "cene@example.com", "viewer").await.unwrap();
    house.db.clock().advance(Duration::from_secs(7 * 24 * 3600 - 1));
    house.accept(&house.token("bor@example.com")).await.unwrap();
    house.db.clock().advance(Duration::from_secs(1));
    assert_eq!(why(house.accept(&house.token("cene@example.com")).await), "INVITATION_INVALID");
    // An expired one is not in the way of another.
    house.invite(house.owner, "cene@example.com", "viewer").await.unwrap();
    house.accept(&house.token("cene@example.com")).await.unwrap();
}

#[tokio::test]
async fn a_revoked_one_and_the_token_before_a_resend_are_void() {
    let house = house().await;
    let invitation = house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let first = house.token("bor@example.com");
    let early = resend(&house, &invitation.invitation_id).await;
    assert_eq!(why(early), "RESENT_LATELY");
    house.db.clock().advance(Duration::from_mins(1));
    let again = resend(&house, &invitation.invitation_id).await.unwrap();
    assert_eq!(again.invitation_id, invitation.invitation_id);
    assert!(again.expire_time.unwrap().seconds > invitation.expire_time.unwrap().seconds);
    let second = house.token("bor@example.com");
    assert_ne!(first, second);
    assert_eq!(why(house.accept(&first).await), "INVITATION_INVALID");
    revoke(&house, &invitation.invitation_id).await.unwrap();
    assert_eq!(why(house.accept(&second).await), "INVITATION_INVALID");
    assert_eq!(revoke(&house, &invitation.invitation_id).await.unwrap_err().code(), tonic::Code::NotFound);
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_not_told() {
    let house = house().await;
    let invitation = house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let revoked = house.token("bor@example.com");
    revoke(&house, &invitation.invitation_id).await.unwrap();
    house.invite(house.owner, "cene@example.com", "viewer").await.unwrap();
    let used = house.token("cene@example.com");
    house.accept(&used).await.unwrap();
    let mut said = Vec::new();
    for token in [revoked.as_str(), "omni_invite_never", "", &used] {
        let status = house.accept(token).await.unwrap_err();
        said.push((status.code(), status.message().to_owned()));
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:?}");
}

#[tokio::test]
async fn nobody_invites_to_more_than_they_hold_then_or_when_it_is_accepted() {
    let house = house().await;
    let admin = house.member("admin").await;
    for role in ["owner", "billing"] {
        assert_eq!(why(house.invite(admin, "bor@example.com", role).await), "GRANTS_NOT_HELD");
    }
    house.invite(admin, "bor@example.com", "developer").await.unwrap();
    house.invite(admin, "cene@example.com", "developer").await.unwrap();
    // One who was demoted or removed meanwhile gives nothing any more.
    house.set_role(house.owner, admin, "viewer").await.unwrap();
    assert_eq!(why(house.accept(&house.token("bor@example.com")).await), "INVITATION_INVALID");
    house.remove(house.owner, admin).await.unwrap();
    assert_eq!(why(house.accept(&house.token("cene@example.com")).await), "INVITATION_INVALID");
}

#[tokio::test]
async fn one_who_may_not_invite_any_more_gives_not_even_the_role_they_hold() {
    let house = house().await;
    let admin = house.member("admin").await;
    let joining = house.person("bor@example.com").await;
    house.invite(admin, "bor@example.com", "viewer").await.unwrap();
    house.invite(admin, "cene@example.com", "viewer").await.unwrap();
    house.set_role(house.owner, admin, "viewer").await.unwrap();
    let token = house.token("bor@example.com");
    assert_eq!(why(join(&house, joining, &token).await), "INVITATION_INVALID");
    assert_eq!(why(house.accept(&house.token("cene@example.com")).await), "INVITATION_INVALID");
    // Nothing was used up: it is about who invites now.
    house.set_role(house.owner, admin, "admin").await.unwrap();
    join(&house, joining, &token).await.unwrap();
}

#[tokio::test]
async fn an_invitation_that_cannot_be_used_has_no_password_hashed() {
    let house = house().await;
    let admin = house.member("admin").await;
    house.invite(admin, "bor@example.com", "developer").await.unwrap();
    let token = house.token("bor@example.com");
    house.set_role(house.owner, admin, "viewer").await.unwrap();
    for refused in join_all((0..40).map(|_| house.accept(&token))).await {
        assert_eq!(why(refused), "INVITATION_INVALID");
    }
    assert_eq!(house.accounts.hashes.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn those_whose_passwords_are_hashed_hold_no_connection_meanwhile() {
    let house = house().await;
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let (token, accounts) = (house.token("bor@example.com"), &house.accounts);
    accounts.queue.forget_permits(tokio::sync::Semaphore::MAX_PERMITS);
    let looked = async {
        while accounts.hashes.load(Ordering::SeqCst) < 40 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let open = "SELECT count(*) FROM pg_stat_activity \
                    WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        let open: i64 = sqlx::query_scalar(open).fetch_one(&mut house.db.superuser().await).await.unwrap();
        accounts.queue.add_permits(1);
        open
    };
    // More than the pool has connections.
    let accepted = join_all((0..40).map(|_| house.accept(&token)));
    let both = tokio::time::timeout(Duration::from_secs(20), async { tokio::join!(accepted, looked) });
    let (outcomes, open) = both.await.expect("the accepts do not stand in each other's way");
    assert_eq!(open, 0);
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
}

#[tokio::test]
async fn a_role_that_grew_meanwhile_is_not_given_by_one_who_does_not_hold_it() {
    let house = house().await;
    let admin = house.member("admin").await;
    house.create_role(house.owner, "helper", &["keys.*"]).await.unwrap();
    house.invite(admin, "bor@example.com", "helper").await.unwrap();
    house.update_role(house.owner, "helper", &["keys.*", "tenant.tenants.upgrade"]).await.unwrap();
    assert_eq!(why(house.accept(&house.token("bor@example.com")).await), "INVITATION_INVALID");
}

#[tokio::test]
async fn a_member_is_not_invited_and_an_address_not_twice() {
    let house = house().await;
    let member = house.member("viewer").await;
    let there = format!("{member}@EXAMPLE.com");
    assert_eq!(why(house.invite(house.owner, &there, "viewer").await), "ALREADY_MEMBER");
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    assert_eq!(why(house.invite(house.owner, "BOR@example.com", "viewer").await), "INVITATION_EXISTS");
    let (field, _) =
        super::field(house.invite(house.owner, "bor@example.com\r\nBcc: eve@example.com", "viewer").await);
    assert_eq!(field, "email");
}

#[tokio::test]
async fn members_and_open_invitations_fill_the_tiers_users_and_no_more() {
    let house = house_for(Some(3)).await;
    let outcomes = {
        let emails: Vec<String> = (0..10).map(|number| format!("p{number}@example.com")).collect();
        let invited = emails.iter().map(|email| house.invite(house.owner, email, "viewer"));
        join_all(invited).await
    };
    let (made, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!(made.len(), 2);
    for refusal in refused {
        let status = refusal.unwrap_err();
        assert_eq!(status.code(), tonic::Code::ResourceExhausted);
        assert!(status.message().contains("fill the 3 that the tier pro has"), "{}", status.message());
    }
    // Once they have expired, their places are free.
    house.db.clock().advance(Duration::from_hours(7 * 24));
    house.invite(house.owner, "late@example.com", "viewer").await.unwrap();
    house.accept(&house.token("late@example.com")).await.unwrap();
    house.invite(house.owner, "last@example.com", "viewer").await.unwrap();
    assert_eq!(why(house.invite(house.owner, "over@example.com", "viewer").await), "USERS_FULL");
    // A place may also be lost before the invitation is accepted.
    let token = house.token("last@example.com");
    house.member("viewer").await;
    assert_eq!(why(house.accept(&token).await), "USERS_FULL");
    let members: i64 = sqlx::query_scalar("SELECT count(*) FROM omni.members")
        .fetch_one(&mut house.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(members, 3);
}

#[tokio::test]
async fn who_belongs_to_cancelled_tenants_only_accepts_like_one_who_belongs_nowhere() {
    let house = house().await;
    let (theirs, settled) = house.another().await;
    let email = format!("{settled}@example.com");
    house.invite(house.owner, &email, "viewer").await.unwrap();
    sqlx::query("UPDATE omni.tenants SET status = 'cancelled' WHERE tenant_id = $1")
        .bind(theirs.tenant.uuid())
        .execute(&mut house.db.superuser().await)
        .await
        .unwrap();
    house.accept(&house.token(&email)).await.unwrap();
    assert_eq!(house.role_of(settled).await.as_deref(), Some("viewer"));
}

#[tokio::test]
async fn a_tenant_that_is_not_served_takes_nobody_in() {
    let house = house().await;
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    for status in ["suspended", "cancelled"] {
        sqlx::query("UPDATE omni.tenants SET status = $1")
            .bind(status)
            .execute(&mut house.db.superuser().await)
            .await
            .unwrap();
        assert_eq!(why(house.accept(&house.token("bor@example.com")).await), "TEAM_CLOSED");
    }
}

#[tokio::test]
async fn a_new_person_gives_a_name_and_a_good_password_or_the_invitation_stays() {
    let house = house().await;
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let token = house.token("bor@example.com");
    for (full_name, password, wrong) in [("", "correct horse", "full_name"), ("Bor", "short", "password")] {
        let message = pb::AcceptInvitationRequest {
            token: token.clone(),
            full_name: full_name.to_owned(),
            password: password.to_owned(),
        };
        let refused = house.team.accept_invitation(house.ask_anonymously(message)).await;
        assert_eq!(super::field(refused).0, wrong);
    }
    house.accept(&token).await.unwrap();
}

async fn revoke_all(house: &House) {
    sqlx::query("DELETE FROM omni.invitations").execute(&mut house.db.superuser().await).await.unwrap();
}

#[tokio::test]
async fn the_mail_names_the_company_and_counts_among_those_that_others_may_send_to_an_address() {
    let house = house().await;
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let mail = house.mail.last_to("bor@example.com").unwrap();
    assert!(mail.subject.contains("Acme") && mail.text.contains("the team of Acme,"), "{}", mail.text);
    revoke_all(&house).await;
    for _ in 1..5 {
        house.invite(house.owner, "Bor@example.com", "viewer").await.unwrap();
        revoke_all(&house).await;
    }
    let sixth = house.invite(house.owner, "bor@example.com", "viewer").await;
    assert_eq!(why(sixth), "TOO_MANY_MAILS");
    house.invite(house.owner, "eva@example.com", "viewer").await.unwrap();
    let counted: Vec<String> = sqlx::query_scalar("SELECT DISTINCT kind FROM omni.attempts")
        .fetch_all(&mut house.db.superuser().await)
        .await
        .unwrap();
    assert_eq!(counted, ["mail_invitation"], "apart from what people ask for themselves");
    house.db.clock().advance(Duration::from_hours(1));
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
}

#[tokio::test]
async fn no_token_is_in_the_database_the_answers_or_the_log() {
    let house = house().await;
    let invitation = house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let token = house.token("bor@example.com");
    let row: String = sqlx::query_scalar("SELECT i::text FROM omni.invitations i")
        .fetch_one(&mut house.db.superuser().await)
        .await
        .unwrap();
    let secret = token.trim_start_matches("omni_invite_");
    assert!(!row.contains(secret) && !format!("{invitation:?}").contains(secret));
    let entries = house.audit.entries();
    assert!(!format!("{entries:?}").contains(secret));
    let entry = &entries[0];
    assert_eq!((entry.action.as_str(), &entry.before), ("identity.invitations.create", &Json::Null));
    assert_eq!(entry.after["role"], "viewer");
    assert!(!entry.after.to_string().contains("bor@"), "the address is a personal fact");
    assert_eq!((entry.personal[0].field, entry.personal[0].value.as_str()), ("email", "bor@example.com"));
}

#[tokio::test]
async fn another_tenants_invitation_is_as_absent_as_one_that_never_was() {
    let house = house().await;
    let (theirs, stranger) = house.another().await;
    let made = house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let never =
        made.invitation_id.replace(&made.invitation_id[20..], &"0".repeat(made.invitation_id.len() - 20));
    let mut said = Vec::new();
    for id in [&made.invitation_id, &never] {
        let message = pb::RevokeInvitationRequest { invitation_id: id.clone() };
        let status =
            house.team.revoke_invitation(house.ask_in(theirs, stranger, message).await).await.unwrap_err();
        said.push((status.code(), status.message().replace(id.as_str(), "ID")));
    }
    assert_eq!(said[0], said[1]);
    let message = pb::ListInvitationsRequest::default();
    let listed = house.team.list_invitations(house.ask_in(theirs, stranger, message).await).await.unwrap();
    assert!(listed.into_inner().invitations.is_empty());
    let message = pb::ListInvitationsRequest::default();
    let listed = house.team.list_invitations(house.ask(house.owner, message).await).await.unwrap();
    assert_eq!(listed.into_inner().invitations[0].invitation_id, made.invitation_id);
}

/// The same request twice under one key, as a client that missed the answer sends it.
#[tokio::test]
async fn an_acceptance_that_is_repeated_under_its_key_is_answered_alike() {
    let house = house().await;
    house.invite(house.owner, "bor@example.com", "viewer").await.unwrap();
    let message = pb::AcceptInvitationRequest {
        token: house.token("bor@example.com"),
        full_name: "Bor Zupan".to_owned(),
        password: "correct horse battery".to_owned(),
    };
    let request = || {
        let mut request = house.ask_anonymously(message.clone());
        let ctx = omni_kernel::Ctx::of(&request).unwrap();
        let idempotency = omni_kernel::ctx::Idempotency { key: "k1".to_owned(), fingerprint: [7; 32] };
        let facts = omni_kernel::ctx::Facts {
            idempotency: Some(idempotency),
            method: "omni.identity.v1.TeamService/AcceptInvitation".into(),
            ..ctx.facts().clone()
        };
        request.extensions_mut().insert(omni_kernel::Ctx::from(facts));
        request
    };
    let first = house.team.accept_invitation(request()).await.unwrap().into_inner();
    let again = house.team.accept_invitation(request()).await.unwrap().into_inner();
    assert_eq!(first, again);
}
