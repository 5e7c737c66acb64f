# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.team`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai._generated import identity_v1 as _identity_v1

_LIST_MEMBERS = _caller.Method("/omni.identity.v1.TeamService/ListMembers", _identity_v1.ListMembersRequest, _identity_v1.ListMembersResponse)
_GET_MEMBER = _caller.Method("/omni.identity.v1.TeamService/GetMember", _identity_v1.GetMemberRequest, _identity_v1.GetMemberResponse)
_UPDATE_MEMBER_ROLE = _caller.Method("/omni.identity.v1.TeamService/UpdateMemberRole", _identity_v1.UpdateMemberRoleRequest, _identity_v1.UpdateMemberRoleResponse)
_REMOVE_MEMBER = _caller.Method("/omni.identity.v1.TeamService/RemoveMember", _identity_v1.RemoveMemberRequest, _identity_v1.RemoveMemberResponse)
_LEAVE = _caller.Method("/omni.identity.v1.TeamService/Leave", _identity_v1.LeaveRequest, _identity_v1.LeaveResponse)
_INVITE = _caller.Method("/omni.identity.v1.TeamService/InviteMember", _identity_v1.InviteMemberRequest, _identity_v1.InviteMemberResponse)
_LIST_INVITATIONS = _caller.Method("/omni.identity.v1.TeamService/ListInvitations", _identity_v1.ListInvitationsRequest, _identity_v1.ListInvitationsResponse)
_REVOKE_INVITATION = _caller.Method("/omni.identity.v1.TeamService/RevokeInvitation", _identity_v1.RevokeInvitationRequest, _identity_v1.RevokeInvitationResponse)
_RESEND_INVITATION = _caller.Method("/omni.identity.v1.TeamService/ResendInvitation", _identity_v1.ResendInvitationRequest, _identity_v1.ResendInvitationResponse)
_ACCEPT_INVITATION = _caller.Method("/omni.identity.v1.TeamService/AcceptInvitation", _identity_v1.AcceptInvitationRequest, _identity_v1.AcceptInvitationResponse)
_JOIN = _caller.Method("/omni.identity.v1.TeamService/JoinTeam", _identity_v1.JoinTeamRequest, _identity_v1.JoinTeamResponse)
_CREATE_ROLE = _caller.Method("/omni.identity.v1.TeamService/CreateRole", _identity_v1.CreateRoleRequest, _identity_v1.CreateRoleResponse)
_GET_ROLE = _caller.Method("/omni.identity.v1.TeamService/GetRole", _identity_v1.GetRoleRequest, _identity_v1.GetRoleResponse)
_LIST_ROLES = _caller.Method("/omni.identity.v1.TeamService/ListRoles", _identity_v1.ListRolesRequest, _identity_v1.ListRolesResponse)
_UPDATE_ROLE = _caller.Method("/omni.identity.v1.TeamService/UpdateRole", _identity_v1.UpdateRoleRequest, _identity_v1.UpdateRoleResponse)
_DELETE_ROLE = _caller.Method("/omni.identity.v1.TeamService/DeleteRole", _identity_v1.DeleteRoleRequest, _identity_v1.DeleteRoleResponse)
_LIST_PERMISSIONS = _caller.Method("/omni.identity.v1.TeamService/ListPermissions", _identity_v1.ListPermissionsRequest, _identity_v1.ListPermissionsResponse)


class Team(_caller.Caller):
    """`client.team`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> TeamRaw:
        """The same methods, giving the whole response."""
        return TeamRaw(self._as_raw())

    def list_members(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_identity_v1.Member, _identity_v1.ListMembersResponse]:
        """Lists the members of the tenant, the first who joined Omni first.

        Callers need `identity.members.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            for item in client.team.list_members(): ...
        """
        return self._pages(
            _LIST_MEMBERS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("members", _identity_v1.Member),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_member(
        self,
        user_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.GetMemberResponse:
        """Returns one member.

        Callers need `identity.members.read`. NOT_FOUND when the person is no member.

        Args:
            user_id: The person.

        Example:
            client.team.get_member(user_id="usr_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _GET_MEMBER,
            {
                "user_id": user_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def update_member_role(
        self,
        user_id: str,
        role: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.UpdateMemberRoleResponse:
        """Gives a member another role. Every server goes by it within a second.

        For people who are signed in and have `identity.members.update`. PERMISSION_DENIED when the old or the new role grants
        more than the caller holds; FAILED_PRECONDITION when it would leave the tenant without an owner; NOT_FOUND when the
        person is no member.

        Args:
            user_id: The person.
            role: The name of the role.

        Example:
            client.team.update_member_role(user_id="usr_01k9z8v6m3e8qsb4x7n2h5d0yb", role="developer")
        """
        return self._unary(
            _UPDATE_MEMBER_ROLE,
            {
                "user_id": user_id,
                "role": role,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def remove_member(
        self,
        user_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RemoveMemberResponse:
        """Ends a membership and the sessions of the person in the tenant. Every server goes by it within a second.
        API keys that the person made go on: `ListKeys` with the `created_by` of the person finds them.

        For people who are signed in and have `identity.members.remove`. PERMISSION_DENIED when the member holds more than the
        caller; FAILED_PRECONDITION for the last owner; NOT_FOUND when the person is no member.

        Args:
            user_id: The person.

        Example:
            client.team.remove_member(user_id="usr_01k9z8v6m3e8qsb4x7n2h5d0yb")
        """
        return self._unary(
            _REMOVE_MEMBER,
            {
                "user_id": user_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def leave(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.LeaveResponse:
        """Ends the caller's own membership and their sessions in the tenant.

        For people who are signed in. FAILED_PRECONDITION for the last owner.

        Example:
            client.team.leave()
        """
        return self._unary(
            _LEAVE,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def invite(
        self,
        email: str,
        role: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.InviteMemberResponse:
        """Mails an invitation to an address. It holds for seven days, for the person of that address, once.

        For people who are signed in and have `identity.invitations.create`. PERMISSION_DENIED when the role grants more than
        the caller holds; RESOURCE_EXHAUSTED when members and invitations fill the tier's `users`; ALREADY_EXISTS when the
        address is a member's or has an invitation.

        Args:
            email: The address of the person.
            role: The name of the role to give.

        Example:
            client.team.invite(email="bor@example.com", role="developer")
        """
        return self._unary(
            _INVITE,
            {
                "email": email,
                "role": role,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_invitations(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_identity_v1.Invitation, _identity_v1.ListInvitationsResponse]:
        """Lists the invitations that nobody accepted or revoked, the oldest first, expired ones too.

        Callers need `identity.invitations.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            for item in client.team.list_invitations(): ...
        """
        return self._pages(
            _LIST_INVITATIONS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("invitations", _identity_v1.Invitation),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def revoke_invitation(
        self,
        invitation_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RevokeInvitationResponse:
        """Takes an invitation back.

        For people who are signed in and have `identity.invitations.revoke`. NOT_FOUND when there is none.

        Args:
            invitation_id: The invitation.

        Example:
            client.team.revoke_invitation(invitation_id="inv_01k9z8v6m3e8qsb4x7n2h5d0yc")
        """
        return self._unary(
            _REVOKE_INVITATION,
            {
                "invitation_id": invitation_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def resend_invitation(
        self,
        invitation_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ResendInvitationResponse:
        """Mails an invitation anew, in the caller's name. The token before is void, and seven days begin again.

        For people who are signed in and have `identity.invitations.create`. PERMISSION_DENIED when the role grants more than
        the caller holds; RESOURCE_EXHAUSTED within a minute of the last mail; NOT_FOUND when there is none.

        Args:
            invitation_id: The invitation.

        Example:
            client.team.resend_invitation(invitation_id="inv_01k9z8v6m3e8qsb4x7n2h5d0yc")
        """
        return self._unary(
            _RESEND_INVITATION,
            {
                "invitation_id": invitation_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def accept_invitation(
        self,
        *,
        token: str,
        full_name: str | None = None,
        password: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.AcceptInvitationResponse:
        """Makes the invited person a member, with an account if they have none.

        Anybody who has the token of the mail may call it, once. A person with an account who belongs to a tenant signs in and
        calls JoinTeam: FAILED_PRECONDITION here. UNAUTHENTICATED when the token is unknown, used, revoked or expired, or the
        one who sent it may not give the role any more; RESOURCE_EXHAUSTED when the tier's `users` are full.

        Args:
            token: The token of the mail.
            full_name: What the person is called, 1 to 100 characters; for a person without an account.
            password: A password of 8 characters to 1024 bytes, not easy to guess; for a person without an
                account.

        Example:
            client.team.accept_invitation(token="omni_invite_7Qm2c4XvT0p9", full_name="Bor Zupan", password="correct horse battery")
        """
        return self._unary(
            _ACCEPT_INVITATION,
            {
                "token": token,
                "full_name": full_name,
                "password": password,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def join(
        self,
        token: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.JoinTeamResponse:
        """Makes the person who is signed in a member of the tenant that invited them. Their session stays where it is.

        For people who are signed in, whatever tenant to. UNAUTHENTICATED when the token is unknown, used, revoked, expired or
        for another address, or the one who sent it may not give the role any more; RESOURCE_EXHAUSTED when the tier's `users`
        are full; ALREADY_EXISTS when they are a member.

        Args:
            token: The token of the mail.

        Example:
            client.team.join(token="omni_invite_7Qm2c4XvT0p9")
        """
        return self._unary(
            _JOIN,
            {
                "token": token,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def create_role(
        self,
        *,
        name: str,
        description: str | None = None,
        permissions: _abc.Iterable[str] | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.CreateRoleResponse:
        """Makes a role of the tenant's own.

        For people who are signed in and have `identity.roles.manage`. INVALID_ARGUMENT names a permission that there is not,
        with the nearest; PERMISSION_DENIED when it grants more than the caller holds; ALREADY_EXISTS when the name is taken;
        RESOURCE_EXHAUSTED past 100 roles.

        Args:
            name: The name, up to 40 small letters, digits and underscores, a letter first; not that of a
                built-in role.
            description: For the people who give it, at most 200 characters.
            permissions: 1 to 100 permissions such as `intelligence.forecasts.create` or `intelligence.*`, not
                `*`.

        Example:
            client.team.create_role(name="analyst", description="Makes forecasts.", permissions=["intelligence.*", "platform.errors.read"])
        """
        return self._unary(
            _CREATE_ROLE,
            {
                "name": name,
                "description": description,
                "permissions": permissions,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_role(
        self,
        name: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.GetRoleResponse:
        """Returns a role, built in or the tenant's own.

        Callers need `identity.roles.read`. NOT_FOUND when there is none.

        Args:
            name: The name.

        Example:
            client.team.get_role(name="developer")
        """
        return self._unary(
            _GET_ROLE,
            {
                "name": name,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_roles(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_identity_v1.Role, _identity_v1.ListRolesResponse]:
        """Lists the built-in roles, then the tenant's own by name.

        Callers need `identity.roles.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            for item in client.team.list_roles(): ...
        """
        return self._pages(
            _LIST_ROLES,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("roles", _identity_v1.Role),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def update_role(
        self,
        name: str,
        *,
        description: str | None = None,
        permissions: _abc.Iterable[str] | None = None,
        update_mask: _abc.Iterable[str] | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.UpdateRoleResponse:
        """Changes what a role of the tenant's own grants. Every server goes by it within a second.

        For people who are signed in and have `identity.roles.manage`. Built-in roles stay as they are: FAILED_PRECONDITION.
        PERMISSION_DENIED when it grants more than the caller holds, before or after; NOT_FOUND when there is none.

        Args:
            name: The name.
            description: For the people who give it, at most 200 characters.
            permissions: 1 to 100 permissions.
            update_mask: What to change: `description`, `permissions`, or both when it is absent.

        Example:
            client.team.update_role(name="analyst", permissions=["intelligence.forecasts.create", "platform.errors.read"], update_mask="permissions")
        """
        return self._unary(
            _UPDATE_ROLE,
            {
                "name": name,
                "description": description,
                "permissions": permissions,
                "update_mask": update_mask,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def delete_role(
        self,
        name: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.DeleteRoleResponse:
        """Removes a role of the tenant's own that no member and no invitation has.

        For people who are signed in and have `identity.roles.manage`. FAILED_PRECONDITION for a built-in role and for one in
        use; PERMISSION_DENIED when it grants more than the caller holds; NOT_FOUND when there is none.

        Args:
            name: The name.

        Example:
            client.team.delete_role(name="analyst")
        """
        return self._unary(
            _DELETE_ROLE,
            {
                "name": name,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_permissions(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_identity_v1.Permission, _identity_v1.ListPermissionsResponse]:
        """Lists every permission that a role or a key can grant.

        Callers need `identity.roles.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            for item in client.team.list_permissions(): ...
        """
        return self._pages(
            _LIST_PERMISSIONS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("permissions", _identity_v1.Permission),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncTeam(_caller.AsyncCaller):
    """`client.team`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncTeamRaw:
        """The same methods, giving the whole response."""
        return AsyncTeamRaw(self._as_raw())

    def list_members(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_identity_v1.Member, _identity_v1.ListMembersResponse]:
        """Lists the members of the tenant, the first who joined Omni first.

        Callers need `identity.members.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            async for item in client.team.list_members(): ...
        """
        return self._pages(
            _LIST_MEMBERS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("members", _identity_v1.Member),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_member(
        self,
        user_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.GetMemberResponse:
        """Returns one member.

        Callers need `identity.members.read`. NOT_FOUND when the person is no member.

        Args:
            user_id: The person.

        Example:
            await client.team.get_member(user_id="usr_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _GET_MEMBER,
            {
                "user_id": user_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def update_member_role(
        self,
        user_id: str,
        role: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.UpdateMemberRoleResponse:
        """Gives a member another role. Every server goes by it within a second.

        For people who are signed in and have `identity.members.update`. PERMISSION_DENIED when the old or the new role grants
        more than the caller holds; FAILED_PRECONDITION when it would leave the tenant without an owner; NOT_FOUND when the
        person is no member.

        Args:
            user_id: The person.
            role: The name of the role.

        Example:
            await client.team.update_member_role(user_id="usr_01k9z8v6m3e8qsb4x7n2h5d0yb", role="developer")
        """
        return await self._unary(
            _UPDATE_MEMBER_ROLE,
            {
                "user_id": user_id,
                "role": role,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def remove_member(
        self,
        user_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RemoveMemberResponse:
        """Ends a membership and the sessions of the person in the tenant. Every server goes by it within a second.
        API keys that the person made go on: `ListKeys` with the `created_by` of the person finds them.

        For people who are signed in and have `identity.members.remove`. PERMISSION_DENIED when the member holds more than the
        caller; FAILED_PRECONDITION for the last owner; NOT_FOUND when the person is no member.

        Args:
            user_id: The person.

        Example:
            await client.team.remove_member(user_id="usr_01k9z8v6m3e8qsb4x7n2h5d0yb")
        """
        return await self._unary(
            _REMOVE_MEMBER,
            {
                "user_id": user_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def leave(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.LeaveResponse:
        """Ends the caller's own membership and their sessions in the tenant.

        For people who are signed in. FAILED_PRECONDITION for the last owner.

        Example:
            await client.team.leave()
        """
        return await self._unary(
            _LEAVE,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def invite(
        self,
        email: str,
        role: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.InviteMemberResponse:
        """Mails an invitation to an address. It holds for seven days, for the person of that address, once.

        For people who are signed in and have `identity.invitations.create`. PERMISSION_DENIED when the role grants more than
        the caller holds; RESOURCE_EXHAUSTED when members and invitations fill the tier's `users`; ALREADY_EXISTS when the
        address is a member's or has an invitation.

        Args:
            email: The address of the person.
            role: The name of the role to give.

        Example:
            await client.team.invite(email="bor@example.com", role="developer")
        """
        return await self._unary(
            _INVITE,
            {
                "email": email,
                "role": role,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_invitations(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_identity_v1.Invitation, _identity_v1.ListInvitationsResponse]:
        """Lists the invitations that nobody accepted or revoked, the oldest first, expired ones too.

        Callers need `identity.invitations.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            async for item in client.team.list_invitations(): ...
        """
        return self._pages(
            _LIST_INVITATIONS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("invitations", _identity_v1.Invitation),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def revoke_invitation(
        self,
        invitation_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RevokeInvitationResponse:
        """Takes an invitation back.

        For people who are signed in and have `identity.invitations.revoke`. NOT_FOUND when there is none.

        Args:
            invitation_id: The invitation.

        Example:
            await client.team.revoke_invitation(invitation_id="inv_01k9z8v6m3e8qsb4x7n2h5d0yc")
        """
        return await self._unary(
            _REVOKE_INVITATION,
            {
                "invitation_id": invitation_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def resend_invitation(
        self,
        invitation_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ResendInvitationResponse:
        """Mails an invitation anew, in the caller's name. The token before is void, and seven days begin again.

        For people who are signed in and have `identity.invitations.create`. PERMISSION_DENIED when the role grants more than
        the caller holds; RESOURCE_EXHAUSTED within a minute of the last mail; NOT_FOUND when there is none.

        Args:
            invitation_id: The invitation.

        Example:
            await client.team.resend_invitation(invitation_id="inv_01k9z8v6m3e8qsb4x7n2h5d0yc")
        """
        return await self._unary(
            _RESEND_INVITATION,
            {
                "invitation_id": invitation_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def accept_invitation(
        self,
        *,
        token: str,
        full_name: str | None = None,
        password: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.AcceptInvitationResponse:
        """Makes the invited person a member, with an account if they have none.

        Anybody who has the token of the mail may call it, once. A person with an account who belongs to a tenant signs in and
        calls JoinTeam: FAILED_PRECONDITION here. UNAUTHENTICATED when the token is unknown, used, revoked or expired, or the
        one who sent it may not give the role any more; RESOURCE_EXHAUSTED when the tier's `users` are full.

        Args:
            token: The token of the mail.
            full_name: What the person is called, 1 to 100 characters; for a person without an account.
            password: A password of 8 characters to 1024 bytes, not easy to guess; for a person without an
                account.

        Example:
            await client.team.accept_invitation(token="omni_invite_7Qm2c4XvT0p9", full_name="Bor Zupan", password="correct horse battery")
        """
        return await self._unary(
            _ACCEPT_INVITATION,
            {
                "token": token,
                "full_name": full_name,
                "password": password,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def join(
        self,
        token: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.JoinTeamResponse:
        """Makes the person who is signed in a member of the tenant that invited them. Their session stays where it is.

        For people who are signed in, whatever tenant to. UNAUTHENTICATED when the token is unknown, used, revoked, expired or
        for another address, or the one who sent it may not give the role any more; RESOURCE_EXHAUSTED when the tier's `users`
        are full; ALREADY_EXISTS when they are a member.

        Args:
            token: The token of the mail.

        Example:
            await client.team.join(token="omni_invite_7Qm2c4XvT0p9")
        """
        return await self._unary(
            _JOIN,
            {
                "token": token,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def create_role(
        self,
        *,
        name: str,
        description: str | None = None,
        permissions: _abc.Iterable[str] | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.CreateRoleResponse:
        """Makes a role of the tenant's own.

        For people who are signed in and have `identity.roles.manage`. INVALID_ARGUMENT names a permission that there is not,
        with the nearest; PERMISSION_DENIED when it grants more than the caller holds; ALREADY_EXISTS when the name is taken;
        RESOURCE_EXHAUSTED past 100 roles.

        Args:
            name: The name, up to 40 small letters, digits and underscores, a letter first; not that of a
                built-in role.
            description: For the people who give it, at most 200 characters.
            permissions: 1 to 100 permissions such as `intelligence.forecasts.create` or `intelligence.*`, not
                `*`.

        Example:
            await client.team.create_role(name="analyst", description="Makes forecasts.", permissions=["intelligence.*", "platform.errors.read"])
        """
        return await self._unary(
            _CREATE_ROLE,
            {
                "name": name,
                "description": description,
                "permissions": permissions,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_role(
        self,
        name: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.GetRoleResponse:
        """Returns a role, built in or the tenant's own.

        Callers need `identity.roles.read`. NOT_FOUND when there is none.

        Args:
            name: The name.

        Example:
            await client.team.get_role(name="developer")
        """
        return await self._unary(
            _GET_ROLE,
            {
                "name": name,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_roles(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_identity_v1.Role, _identity_v1.ListRolesResponse]:
        """Lists the built-in roles, then the tenant's own by name.

        Callers need `identity.roles.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            async for item in client.team.list_roles(): ...
        """
        return self._pages(
            _LIST_ROLES,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("roles", _identity_v1.Role),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def update_role(
        self,
        name: str,
        *,
        description: str | None = None,
        permissions: _abc.Iterable[str] | None = None,
        update_mask: _abc.Iterable[str] | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.UpdateRoleResponse:
        """Changes what a role of the tenant's own grants. Every server goes by it within a second.

        For people who are signed in and have `identity.roles.manage`. Built-in roles stay as they are: FAILED_PRECONDITION.
        PERMISSION_DENIED when it grants more than the caller holds, before or after; NOT_FOUND when there is none.

        Args:
            name: The name.
            description: For the people who give it, at most 200 characters.
            permissions: 1 to 100 permissions.
            update_mask: What to change: `description`, `permissions`, or both when it is absent.

        Example:
            await client.team.update_role(name="analyst", permissions=["intelligence.forecasts.create", "platform.errors.read"], update_mask="permissions")
        """
        return await self._unary(
            _UPDATE_ROLE,
            {
                "name": name,
                "description": description,
                "permissions": permissions,
                "update_mask": update_mask,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def delete_role(
        self,
        name: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.DeleteRoleResponse:
        """Removes a role of the tenant's own that no member and no invitation has.

        For people who are signed in and have `identity.roles.manage`. FAILED_PRECONDITION for a built-in role and for one in
        use; PERMISSION_DENIED when it grants more than the caller holds; NOT_FOUND when there is none.

        Args:
            name: The name.

        Example:
            await client.team.delete_role(name="analyst")
        """
        return await self._unary(
            _DELETE_ROLE,
            {
                "name": name,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_permissions(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_identity_v1.Permission, _identity_v1.ListPermissionsResponse]:
        """Lists every permission that a role or a key can grant.

        Callers need `identity.roles.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            async for item in client.team.list_permissions(): ...
        """
        return self._pages(
            _LIST_PERMISSIONS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("permissions", _identity_v1.Permission),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class TeamRaw:
    """`client.team`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Team) -> None:
        self.get_member = _caller.raw(group.get_member)
        self.update_member_role = _caller.raw(group.update_member_role)
        self.remove_member = _caller.raw(group.remove_member)
        self.leave = _caller.raw(group.leave)
        self.invite = _caller.raw(group.invite)
        self.revoke_invitation = _caller.raw(group.revoke_invitation)
        self.resend_invitation = _caller.raw(group.resend_invitation)
        self.accept_invitation = _caller.raw(group.accept_invitation)
        self.join = _caller.raw(group.join)
        self.create_role = _caller.raw(group.create_role)
        self.get_role = _caller.raw(group.get_role)
        self.update_role = _caller.raw(group.update_role)
        self.delete_role = _caller.raw(group.delete_role)


class AsyncTeamRaw:
    """`client.team`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncTeam) -> None:
        self.get_member = _caller.raw_async(group.get_member)
        self.update_member_role = _caller.raw_async(group.update_member_role)
        self.remove_member = _caller.raw_async(group.remove_member)
        self.leave = _caller.raw_async(group.leave)
        self.invite = _caller.raw_async(group.invite)
        self.revoke_invitation = _caller.raw_async(group.revoke_invitation)
        self.resend_invitation = _caller.raw_async(group.resend_invitation)
        self.accept_invitation = _caller.raw_async(group.accept_invitation)
        self.join = _caller.raw_async(group.join)
        self.create_role = _caller.raw_async(group.create_role)
        self.get_role = _caller.raw_async(group.get_role)
        self.update_role = _caller.raw_async(group.update_role)
        self.delete_role = _caller.raw_async(group.delete_role)
