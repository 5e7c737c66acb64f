# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.audit`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai._generated import audit_v1 as _audit_v1

_LIST = _caller.Method("/omni.audit.v1.AuditService/ListAuditEntries", _audit_v1.ListAuditEntriesRequest, _audit_v1.ListAuditEntriesResponse)
_GET = _caller.Method("/omni.audit.v1.AuditService/GetAuditEntry", _audit_v1.GetAuditEntryRequest, _audit_v1.GetAuditEntryResponse)
_EXPORT = _caller.Method("/omni.audit.v1.AuditService/ExportAudit", _audit_v1.ExportAuditRequest, _audit_v1.ExportAuditResponse)
_VERIFY_CHAIN = _caller.Method("/omni.audit.v1.AuditService/VerifyAudit", _audit_v1.VerifyAuditRequest, _audit_v1.VerifyAuditResponse)
_LIST_CHECKPOINTS = _caller.Method("/omni.audit.v1.AuditService/ListCheckpoints", _audit_v1.ListCheckpointsRequest, _audit_v1.ListCheckpointsResponse)
_GET_CHECKPOINT_KEY = _caller.Method("/omni.audit.v1.AuditService/GetCheckpointKey", _audit_v1.GetCheckpointKeyRequest, _audit_v1.GetCheckpointKeyResponse)


class Audit(_caller.Caller):
    """`client.audit`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AuditRaw:
        """The same methods, giving the whole response."""
        return AuditRaw(self._as_raw())

    def list(
        self,
        *,
        start_time: _datetime.datetime | None = None,
        end_time: _datetime.datetime | None = None,
        actor: str | None = None,
        action: str | None = None,
        target: str | None = None,
        outcome: _audit_v1.AuditOutcome | _audit_v1.AuditOutcomeName | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_audit_v1.AuditEntry, _audit_v1.ListAuditEntriesResponse]:
        """Lists what was done in the tenant and environment of the credential, the newest first.

        Callers need `audit.entries.read`. The call itself goes on the log.

        Args:
            start_time: Only what was done at this time or later.
            end_time: Only what was done before this time.
            actor: Only what this key or person did.
            action: Only this action; `keys.*` stands for all that begin with `keys.`.
            target: Only what was done to this.
            outcome: Only what ended so.
            page_size: Most entries of a page; 50 if not set, at most 1000.
            page_token: The `next_page_token` of the page before.

        Example:
            for item in client.audit.list(action="tenant.tenants.suspend", page_size=10): ...
        """
        return self._pages(
            _LIST,
            {
                "start_time": start_time,
                "end_time": end_time,
                "actor": actor,
                "action": action,
                "target": target,
                "outcome": outcome,
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("entries", _audit_v1.AuditEntry),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get(
        self,
        sequence: int,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _audit_v1.GetAuditEntryResponse:
        """Returns one entry of the log.

        Callers need `audit.entries.read`. An entry that is not there is NOT_FOUND. The call itself goes on the log.

        Args:
            sequence: Its place in the log.

        Example:
            client.audit.get(sequence=1)
        """
        return self._unary(
            _GET,
            {
                "sequence": sequence,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def export(
        self,
        *,
        first_sequence: int | None = None,
        last_sequence: int | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Stream[_audit_v1.ExportAuditResponse]:
        """Streams a stretch of the log, the oldest entry first, with all that it takes to check it without a
        server: `omni audit verify`.

        Callers need `audit.entries.read`. The call itself goes on the log, before the first entry is sent.

        Args:
            first_sequence: The first entry; 0 for the first of all.
            last_sequence: The last entry; 0 for the last of all.

        Example:
            for item in client.audit.export(first_sequence=1, last_sequence=1): ...
        """
        return self._stream(
            _EXPORT,
            {
                "first_sequence": first_sequence,
                "last_sequence": last_sequence,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def verify_chain(
        self,
        *,
        first_sequence: int | None = None,
        last_sequence: int | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _audit_v1.VerifyAuditResponse:
        """Recomputes the chain and says where it is first broken, and why.

        Callers need `audit.entries.verify`. The call itself goes on the log, before the chain is read. A log that was
        tampered with so that it takes no entry is read all the same.

        Args:
            first_sequence: The first entry; 0 for the first of all.
            last_sequence: The last entry; 0 for the last of all.

        Example:
            client.audit.verify_chain(first_sequence=1, last_sequence=1)
        """
        return self._unary(
            _VERIFY_CHAIN,
            {
                "first_sequence": first_sequence,
                "last_sequence": last_sequence,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_checkpoints(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_audit_v1.AuditCheckpoint, _audit_v1.ListCheckpointsResponse]:
        """Lists the signed checkpoints of the log, the oldest first. Kept elsewhere, a checkpoint shows that
        the log was cut off behind it.

        Callers need `audit.entries.verify`.

        Args:
            page_size: Most checkpoints of a page; 50 if not set, at most 1000.
            page_token: The `next_page_token` of the page before.

        Example:
            for item in client.audit.list_checkpoints(page_size=10): ...
        """
        return self._pages(
            _LIST_CHECKPOINTS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("checkpoints", _audit_v1.AuditCheckpoint),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_checkpoint_key(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _audit_v1.GetCheckpointKeyResponse:
        """Returns the public keys that the checkpoints of this installation are signed with.

        Anybody may call it.

        Example:
            client.audit.get_checkpoint_key()
        """
        return self._unary(
            _GET_CHECKPOINT_KEY,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncAudit(_caller.AsyncCaller):
    """`client.audit`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncAuditRaw:
        """The same methods, giving the whole response."""
        return AsyncAuditRaw(self._as_raw())

    def list(
        self,
        *,
        start_time: _datetime.datetime | None = None,
        end_time: _datetime.datetime | None = None,
        actor: str | None = None,
        action: str | None = None,
        target: str | None = None,
        outcome: _audit_v1.AuditOutcome | _audit_v1.AuditOutcomeName | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_audit_v1.AuditEntry, _audit_v1.ListAuditEntriesResponse]:
        """Lists what was done in the tenant and environment of the credential, the newest first.

        Callers need `audit.entries.read`. The call itself goes on the log.

        Args:
            start_time: Only what was done at this time or later.
            end_time: Only what was done before this time.
            actor: Only what this key or person did.
            action: Only this action; `keys.*` stands for all that begin with `keys.`.
            target: Only what was done to this.
            outcome: Only what ended so.
            page_size: Most entries of a page; 50 if not set, at most 1000.
            page_token: The `next_page_token` of the page before.

        Example:
            async for item in client.audit.list(action="tenant.tenants.suspend", page_size=10): ...
        """
        return self._pages(
            _LIST,
            {
                "start_time": start_time,
                "end_time": end_time,
                "actor": actor,
                "action": action,
                "target": target,
                "outcome": outcome,
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("entries", _audit_v1.AuditEntry),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get(
        self,
        sequence: int,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _audit_v1.GetAuditEntryResponse:
        """Returns one entry of the log.

        Callers need `audit.entries.read`. An entry that is not there is NOT_FOUND. The call itself goes on the log.

        Args:
            sequence: Its place in the log.

        Example:
            await client.audit.get(sequence=1)
        """
        return await self._unary(
            _GET,
            {
                "sequence": sequence,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def export(
        self,
        *,
        first_sequence: int | None = None,
        last_sequence: int | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Stream[_audit_v1.ExportAuditResponse]:
        """Streams a stretch of the log, the oldest entry first, with all that it takes to check it without a
        server: `omni audit verify`.

        Callers need `audit.entries.read`. The call itself goes on the log, before the first entry is sent.

        Args:
            first_sequence: The first entry; 0 for the first of all.
            last_sequence: The last entry; 0 for the last of all.

        Example:
            async for item in client.audit.export(first_sequence=1, last_sequence=1): ...
        """
        return self._stream(
            _EXPORT,
            {
                "first_sequence": first_sequence,
                "last_sequence": last_sequence,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def verify_chain(
        self,
        *,
        first_sequence: int | None = None,
        last_sequence: int | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _audit_v1.VerifyAuditResponse:
        """Recomputes the chain and says where it is first broken, and why.

        Callers need `audit.entries.verify`. The call itself goes on the log, before the chain is read. A log that was
        tampered with so that it takes no entry is read all the same.

        Args:
            first_sequence: The first entry; 0 for the first of all.
            last_sequence: The last entry; 0 for the last of all.

        Example:
            await client.audit.verify_chain(first_sequence=1, last_sequence=1)
        """
        return await self._unary(
            _VERIFY_CHAIN,
            {
                "first_sequence": first_sequence,
                "last_sequence": last_sequence,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_checkpoints(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_audit_v1.AuditCheckpoint, _audit_v1.ListCheckpointsResponse]:
        """Lists the signed checkpoints of the log, the oldest first. Kept elsewhere, a checkpoint shows that
        the log was cut off behind it.

        Callers need `audit.entries.verify`.

        Args:
            page_size: Most checkpoints of a page; 50 if not set, at most 1000.
            page_token: The `next_page_token` of the page before.

        Example:
            async for item in client.audit.list_checkpoints(page_size=10): ...
        """
        return self._pages(
            _LIST_CHECKPOINTS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("checkpoints", _audit_v1.AuditCheckpoint),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_checkpoint_key(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _audit_v1.GetCheckpointKeyResponse:
        """Returns the public keys that the checkpoints of this installation are signed with.

        Anybody may call it.

        Example:
            await client.audit.get_checkpoint_key()
        """
        return await self._unary(
            _GET_CHECKPOINT_KEY,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AuditRaw:
    """`client.audit`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Audit) -> None:
        self.get = _caller.raw(group.get)
        self.verify_chain = _caller.raw(group.verify_chain)
        self.get_checkpoint_key = _caller.raw(group.get_checkpoint_key)


class AsyncAuditRaw:
    """`client.audit`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncAudit) -> None:
        self.get = _caller.raw_async(group.get)
        self.verify_chain = _caller.raw_async(group.verify_chain)
        self.get_checkpoint_key = _caller.raw_async(group.get_checkpoint_key)
