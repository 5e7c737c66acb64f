# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.audit.v1."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _message as _m


class AuditOutcome(_m.Enum):
    """How an act ended."""

    __proto_prefix__ = "AUDIT_OUTCOME_"

    UNSPECIFIED = 0
    """Not set."""
    SUCCESS = 1
    """It was done."""
    DENIED = 2
    """The caller may not do it, or failed to prove who they are."""


class AuditEntry(_m.Message):
    """One act on the log."""

    __slots__ = ("tenant_id", "environment", "sequence", "time", "actor", "on_behalf_of", "request_id", "method", "action", "outcome", "reason", "target", "before", "after", "personal", "previous_hash", "hash")
    __match_args__ = ("tenant_id", "environment", "sequence", "time", "actor", "on_behalf_of", "request_id", "method", "action", "outcome", "reason", "target", "before", "after", "personal", "previous_hash", "hash")
    __proto_name__ = "omni.audit.v1.AuditEntry"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("environment", 2, "string", "one", None, None, None),
        ("sequence", 3, "uint32", "one", None, None, None),
        ("time", 4, "timestamp", "optional", None, None, None),
        ("actor", 5, "string", "one", None, None, None),
        ("on_behalf_of", 6, "string", "one", None, None, None),
        ("request_id", 7, "string", "one", None, None, None),
        ("method", 8, "string", "one", None, None, None),
        ("action", 9, "string", "one", None, None, None),
        ("outcome", 10, "enum", "one", "AuditOutcome", None, None),
        ("reason", 11, "string", "one", None, None, None),
        ("target", 12, "string", "one", None, None, None),
        ("before", 13, "string", "one", None, None, None),
        ("after", 14, "string", "one", None, None, None),
        ("personal", 15, "message", "repeated", "PersonalValue", None, None),
        ("previous_hash", 16, "string", "one", None, None, None),
        ("hash", 17, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant whose log it is."""
    environment: str
    """`live` or `test`."""
    sequence: int
    """Its place in the log, from 1 without gaps."""
    time: _datetime.datetime | None
    """When it was done; microseconds."""
    actor: str
    """The key, `key_...`, or the person, `usr_...`, that did it; `operator` for a command at the machine itself, `anonymous` for a caller without a credential and for what the server does by itself."""
    on_behalf_of: str
    """The tenant in whose name the actor acted, when it is another than the log's: the operator's own. Empty otherwise."""
    request_id: str
    """The request that did it."""
    method: str
    """The method that was called, `<package>.<Service>/<Method>`, or the command at the machine, such as `omni-server tenants suspend`; empty outside both."""
    action: str
    """What was done: the permission that it takes, or a name of the same form."""
    outcome: AuditOutcome
    """How it ended."""
    reason: str
    """The stable reason of a refusal; empty on success."""
    target: str
    """The id of what it was done to; empty when there is no one thing. Of a refusal, as the caller gave it."""
    before: str
    """What that was before, as JSON text; empty when it was not there."""
    after: str
    """What it is after, as JSON text; empty when it is not there. Of a refusal that came again within a minute, how often and since when: `{"repeated":41,"since":"2026-01-01T00:00:02Z"}`."""
    personal: list[PersonalValue]
    """Personal data of the act, such as the address it came from."""
    previous_hash: str
    """The hash of the entry before, in hexadecimal; zeros for the first."""
    hash: str
    """SHA-256 over all of the above but clear texts and salts, in hexadecimal."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        environment: str = "",
        sequence: int = 0,
        time: _datetime.datetime | None = None,
        actor: str = "",
        on_behalf_of: str = "",
        request_id: str = "",
        method: str = "",
        action: str = "",
        outcome: AuditOutcome | AuditOutcomeName = AuditOutcome.UNSPECIFIED,
        reason: str = "",
        target: str = "",
        before: str = "",
        after: str = "",
        personal: _abc.Iterable[PersonalValue] = (),
        previous_hash: str = "",
        hash: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.environment = environment
        self.sequence = sequence
        self.time = time
        self.actor = actor
        self.on_behalf_of = on_behalf_of
        self.request_id = request_id
        self.method = method
        self.action = action
        self.outcome = AuditOutcome(outcome)
        self.reason = reason
        self.target = target
        self.before = before
        self.after = after
        self.personal = _m.items(personal)
        self.previous_hash = previous_hash
        self.hash = hash


class PersonalValue(_m.Message):
    """One piece of personal data. The chain holds only the commitment, so that a person can be erased without breaking it."""

    __slots__ = ("subject", "field", "commitment", "value", "salt", "erased")
    __match_args__ = ("subject", "field", "commitment", "value", "salt", "erased")
    __proto_name__ = "omni.audit.v1.PersonalValue"
    __fields__ = (
        ("subject", 1, "string", "one", None, None, None),
        ("field", 2, "string", "one", None, None, None),
        ("commitment", 3, "string", "one", None, None, None),
        ("value", 4, "string", "one", None, None, None),
        ("salt", 5, "string", "one", None, None, None),
        ("erased", 6, "bool", "one", None, None, None),
    )

    subject: str
    """A name of the person that only this log uses; it stays when the person is erased, and tells nothing then."""
    field: str
    """What it is, such as `ip`."""
    commitment: str
    """SHA-256 over salt, subject, field and clear text, in hexadecimal."""
    value: str
    """The clear text; empty when the person was erased."""
    salt: str
    """The salt of the commitment, in hexadecimal; empty when the person was erased."""
    erased: bool
    """Whether the person was erased."""

    def __init__(
        self,
        *,
        subject: str = "",
        field: str = "",
        commitment: str = "",
        value: str = "",
        salt: str = "",
        erased: bool = False,
    ) -> None:
        self.subject = subject
        self.field = field
        self.commitment = commitment
        self.value = value
        self.salt = salt
        self.erased = erased


class AuditCheckpoint(_m.Message):
    """A signed statement that the log had this entry, with this hash, at its end."""

    __slots__ = ("tenant_id", "environment", "sequence", "hash", "time", "key_id", "signature")
    __match_args__ = ("tenant_id", "environment", "sequence", "hash", "time", "key_id", "signature")
    __proto_name__ = "omni.audit.v1.AuditCheckpoint"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("environment", 2, "string", "one", None, None, None),
        ("sequence", 3, "uint32", "one", None, None, None),
        ("hash", 4, "string", "one", None, None, None),
        ("time", 5, "timestamp", "optional", None, None, None),
        ("key_id", 6, "string", "one", None, None, None),
        ("signature", 7, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant whose log it is of."""
    environment: str
    """`live` or `test`."""
    sequence: int
    """The last entry at that time."""
    hash: str
    """The hash of that entry, in hexadecimal."""
    time: _datetime.datetime | None
    """When it was signed; microseconds."""
    key_id: str
    """Which key signed it."""
    signature: str
    """Ed25519 (RFC 8032) over the fields above, in hexadecimal."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        environment: str = "",
        sequence: int = 0,
        hash: str = "",
        time: _datetime.datetime | None = None,
        key_id: str = "",
        signature: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.environment = environment
        self.sequence = sequence
        self.hash = hash
        self.time = time
        self.key_id = key_id
        self.signature = signature


class CheckpointKey(_m.Message):
    """A key that checkpoints are signed with."""

    __slots__ = ("key_id", "public_key", "create_time")
    __match_args__ = ("key_id", "public_key", "create_time")
    __proto_name__ = "omni.audit.v1.CheckpointKey"
    __fields__ = (
        ("key_id", 1, "string", "one", None, None, None),
        ("public_key", 2, "string", "one", None, None, None),
        ("create_time", 3, "timestamp", "optional", None, None, None),
    )

    key_id: str
    """Its id."""
    public_key: str
    """The public key: 32 bytes of Ed25519, in hexadecimal."""
    create_time: _datetime.datetime | None
    """From when on it was used."""

    def __init__(
        self,
        *,
        key_id: str = "",
        public_key: str = "",
        create_time: _datetime.datetime | None = None,
    ) -> None:
        self.key_id = key_id
        self.public_key = public_key
        self.create_time = create_time


class ListAuditEntriesRequest(_m.Message):
    """Asks for entries of the log. Every filter that is set has to fit."""

    __slots__ = ("start_time", "end_time", "actor", "action", "target", "outcome", "page_size", "page_token")
    __match_args__ = ("start_time", "end_time", "actor", "action", "target", "outcome", "page_size", "page_token")
    __proto_name__ = "omni.audit.v1.ListAuditEntriesRequest"
    __fields__ = (
        ("start_time", 1, "timestamp", "optional", None, None, None),
        ("end_time", 2, "timestamp", "optional", None, None, None),
        ("actor", 3, "string", "one", None, None, None),
        ("action", 4, "string", "one", None, None, None),
        ("target", 5, "string", "one", None, None, None),
        ("outcome", 6, "enum", "one", "AuditOutcome", None, None),
        ("page_size", 7, "int32", "one", None, None, None),
        ("page_token", 8, "string", "one", None, None, None),
    )

    start_time: _datetime.datetime | None
    """Only what was done at this time or later."""
    end_time: _datetime.datetime | None
    """Only what was done before this time."""
    actor: str
    """Only what this key or person did."""
    action: str
    """Only this action; `keys.*` stands for all that begin with `keys.`."""
    target: str
    """Only what was done to this."""
    outcome: AuditOutcome
    """Only what ended so."""
    page_size: int
    """Most entries of a page; 50 if not set, at most 1000."""
    page_token: str
    """The `next_page_token` of the page before."""

    def __init__(
        self,
        *,
        start_time: _datetime.datetime | None = None,
        end_time: _datetime.datetime | None = None,
        actor: str = "",
        action: str = "",
        target: str = "",
        outcome: AuditOutcome | AuditOutcomeName = AuditOutcome.UNSPECIFIED,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.start_time = start_time
        self.end_time = end_time
        self.actor = actor
        self.action = action
        self.target = target
        self.outcome = AuditOutcome(outcome)
        self.page_size = page_size
        self.page_token = page_token


class ListAuditEntriesResponse(_m.Message):
    """Entries of the log."""

    __slots__ = ("entries", "next_page_token")
    __match_args__ = ("entries", "next_page_token")
    __proto_name__ = "omni.audit.v1.ListAuditEntriesResponse"
    __fields__ = (
        ("entries", 1, "message", "repeated", "AuditEntry", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    entries: list[AuditEntry]
    """The newest first."""
    next_page_token: str
    """Where the next page begins; empty on the last."""

    def __init__(
        self,
        *,
        entries: _abc.Iterable[AuditEntry] = (),
        next_page_token: str = "",
    ) -> None:
        self.entries = _m.items(entries)
        self.next_page_token = next_page_token


class GetAuditEntryRequest(_m.Message):
    """Asks for one entry."""

    __slots__ = ("sequence",)
    __match_args__ = ("sequence",)
    __proto_name__ = "omni.audit.v1.GetAuditEntryRequest"
    __fields__ = (
        ("sequence", 1, "uint32", "one", None, None, None),
    )

    sequence: int
    """Its place in the log."""

    def __init__(
        self,
        *,
        sequence: int = 0,
    ) -> None:
        self.sequence = sequence


class GetAuditEntryResponse(_m.Message):
    """One entry."""

    __slots__ = ("entry",)
    __match_args__ = ("entry",)
    __proto_name__ = "omni.audit.v1.GetAuditEntryResponse"
    __fields__ = (
        ("entry", 1, "message", "optional", "AuditEntry", None, None),
    )

    entry: AuditEntry | None
    """The entry."""

    def __init__(
        self,
        *,
        entry: AuditEntry | None = None,
    ) -> None:
        self.entry = entry


class ExportAuditRequest(_m.Message):
    """Asks for a stretch of the log."""

    __slots__ = ("first_sequence", "last_sequence")
    __match_args__ = ("first_sequence", "last_sequence")
    __proto_name__ = "omni.audit.v1.ExportAuditRequest"
    __fields__ = (
        ("first_sequence", 1, "uint32", "one", None, None, None),
        ("last_sequence", 2, "uint32", "one", None, None, None),
    )

    first_sequence: int
    """The first entry; 0 for the first of all."""
    last_sequence: int
    """The last entry; 0 for the last of all."""

    def __init__(
        self,
        *,
        first_sequence: int = 0,
        last_sequence: int = 0,
    ) -> None:
        self.first_sequence = first_sequence
        self.last_sequence = last_sequence


class ExportAuditResponse(_m.Message):
    """One entry of the stretch."""

    __slots__ = ("entry",)
    __match_args__ = ("entry",)
    __proto_name__ = "omni.audit.v1.ExportAuditResponse"
    __fields__ = (
        ("entry", 1, "message", "optional", "AuditEntry", None, None),
    )

    entry: AuditEntry | None
    """The entry."""

    def __init__(
        self,
        *,
        entry: AuditEntry | None = None,
    ) -> None:
        self.entry = entry


class VerifyAuditRequest(_m.Message):
    """Asks whether a stretch of the log is as it was written."""

    __slots__ = ("first_sequence", "last_sequence")
    __match_args__ = ("first_sequence", "last_sequence")
    __proto_name__ = "omni.audit.v1.VerifyAuditRequest"
    __fields__ = (
        ("first_sequence", 1, "uint32", "one", None, None, None),
        ("last_sequence", 2, "uint32", "one", None, None, None),
    )

    first_sequence: int
    """The first entry; 0 for the first of all."""
    last_sequence: int
    """The last entry; 0 for the last of all."""

    def __init__(
        self,
        *,
        first_sequence: int = 0,
        last_sequence: int = 0,
    ) -> None:
        self.first_sequence = first_sequence
        self.last_sequence = last_sequence


class VerifyAuditResponse(_m.Message):
    """Whether the log is as it was written."""

    __slots__ = ("intact", "checked_entries", "first_sequence", "last_sequence", "checked_checkpoints", "first_break", "checkpoint")
    __match_args__ = ("intact", "checked_entries", "first_sequence", "last_sequence", "checked_checkpoints", "first_break", "checkpoint")
    __proto_name__ = "omni.audit.v1.VerifyAuditResponse"
    __fields__ = (
        ("intact", 1, "bool", "one", None, None, None),
        ("checked_entries", 2, "uint32", "one", None, None, None),
        ("first_sequence", 3, "uint32", "one", None, None, None),
        ("last_sequence", 4, "uint32", "one", None, None, None),
        ("checked_checkpoints", 5, "uint32", "one", None, None, None),
        ("first_break", 6, "message", "optional", "AuditBreak", None, None),
        ("checkpoint", 7, "message", "optional", "AuditCheckpoint", None, None),
    )

    intact: bool
    """Whether nothing was found."""
    checked_entries: int
    """How many entries were read."""
    first_sequence: int
    """The first entry that was read; 0 when there was none."""
    last_sequence: int
    """The last entry that was read; 0 when there was none."""
    checked_checkpoints: int
    """How many signed checkpoints were compared."""
    first_break: AuditBreak | None
    """The first place where it is broken; absent when it is not."""
    checkpoint: AuditCheckpoint | None
    """A checkpoint of the log's end, signed now; only when the whole log was read and is intact."""

    def __init__(
        self,
        *,
        intact: bool = False,
        checked_entries: int = 0,
        first_sequence: int = 0,
        last_sequence: int = 0,
        checked_checkpoints: int = 0,
        first_break: AuditBreak | None = None,
        checkpoint: AuditCheckpoint | None = None,
    ) -> None:
        self.intact = intact
        self.checked_entries = checked_entries
        self.first_sequence = first_sequence
        self.last_sequence = last_sequence
        self.checked_checkpoints = checked_checkpoints
        self.first_break = first_break
        self.checkpoint = checkpoint


class AuditBreak(_m.Message):
    """Where and how the log is broken."""

    __slots__ = ("sequence", "fault", "detail")
    __match_args__ = ("sequence", "fault", "detail")
    __proto_name__ = "omni.audit.v1.AuditBreak"
    __fields__ = (
        ("sequence", 1, "uint32", "one", None, None, None),
        ("fault", 2, "string", "one", None, None, None),
        ("detail", 3, "string", "one", None, None, None),
    )

    sequence: int
    """The entry."""
    fault: str
    """How: `changed`, `removed`, `reordered`, `unlinked`, `truncated`, `rewritten`, `personal_changed`, `foreign` or `checkpoint_forged`."""
    detail: str
    """What was expected and what was found."""

    def __init__(
        self,
        *,
        sequence: int = 0,
        fault: str = "",
        detail: str = "",
    ) -> None:
        self.sequence = sequence
        self.fault = fault
        self.detail = detail


class ListCheckpointsRequest(_m.Message):
    """Asks for checkpoints."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.audit.v1.ListCheckpointsRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """Most checkpoints of a page; 50 if not set, at most 1000."""
    page_token: str
    """The `next_page_token` of the page before."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListCheckpointsResponse(_m.Message):
    """Checkpoints of the log."""

    __slots__ = ("checkpoints", "next_page_token")
    __match_args__ = ("checkpoints", "next_page_token")
    __proto_name__ = "omni.audit.v1.ListCheckpointsResponse"
    __fields__ = (
        ("checkpoints", 1, "message", "repeated", "AuditCheckpoint", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    checkpoints: list[AuditCheckpoint]
    """The oldest first."""
    next_page_token: str
    """Where the next page begins; empty on the last."""

    def __init__(
        self,
        *,
        checkpoints: _abc.Iterable[AuditCheckpoint] = (),
        next_page_token: str = "",
    ) -> None:
        self.checkpoints = _m.items(checkpoints)
        self.next_page_token = next_page_token


class GetCheckpointKeyRequest(_m.Message):
    """Asks for the keys of checkpoints."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.audit.v1.GetCheckpointKeyRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class GetCheckpointKeyResponse(_m.Message):
    """The keys of checkpoints."""

    __slots__ = ("keys",)
    __match_args__ = ("keys",)
    __proto_name__ = "omni.audit.v1.GetCheckpointKeyResponse"
    __fields__ = (
        ("keys", 1, "message", "repeated", "CheckpointKey", None, None),
    )

    keys: list[CheckpointKey]
    """The one in use first."""

    def __init__(
        self,
        *,
        keys: _abc.Iterable[CheckpointKey] = (),
    ) -> None:
        self.keys = _m.items(keys)


if _t.TYPE_CHECKING:
    AuditOutcomeName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "AUDIT_OUTCOME_UNSPECIFIED",
        "success",
        "SUCCESS",
        "AUDIT_OUTCOME_SUCCESS",
        "denied",
        "DENIED",
        "AUDIT_OUTCOME_DENIED",
    ]

    class AuditEntryDict(_t.TypedDict, total=False):
        """The fields of `AuditEntry` as a dict."""

        tenant_id: str
        environment: str
        sequence: int
        time: _datetime.datetime
        actor: str
        on_behalf_of: str
        request_id: str
        method: str
        action: str
        outcome: AuditOutcome | AuditOutcomeName
        reason: str
        target: str
        before: str
        after: str
        personal: _abc.Iterable[PersonalValue | PersonalValueDict]
        previous_hash: str
        hash: str

    class PersonalValueDict(_t.TypedDict, total=False):
        """The fields of `PersonalValue` as a dict."""

        subject: str
        field: str
        commitment: str
        value: str
        salt: str
        erased: bool

    class AuditCheckpointDict(_t.TypedDict, total=False):
        """The fields of `AuditCheckpoint` as a dict."""

        tenant_id: str
        environment: str
        sequence: int
        hash: str
        time: _datetime.datetime
        key_id: str
        signature: str

    class CheckpointKeyDict(_t.TypedDict, total=False):
        """The fields of `CheckpointKey` as a dict."""

        key_id: str
        public_key: str
        create_time: _datetime.datetime

    class ListAuditEntriesRequestDict(_t.TypedDict, total=False):
        """The fields of `ListAuditEntriesRequest` as a dict."""

        start_time: _datetime.datetime
        end_time: _datetime.datetime
        actor: str
        action: str
        target: str
        outcome: AuditOutcome | AuditOutcomeName
        page_size: int
        page_token: str

    class ListAuditEntriesResponseDict(_t.TypedDict, total=False):
        """The fields of `ListAuditEntriesResponse` as a dict."""

        entries: _abc.Iterable[AuditEntry | AuditEntryDict]
        next_page_token: str

    class GetAuditEntryRequestDict(_t.TypedDict, total=False):
        """The fields of `GetAuditEntryRequest` as a dict."""

        sequence: int

    class GetAuditEntryResponseDict(_t.TypedDict, total=False):
        """The fields of `GetAuditEntryResponse` as a dict."""

        entry: AuditEntry | AuditEntryDict

    class ExportAuditRequestDict(_t.TypedDict, total=False):
        """The fields of `ExportAuditRequest` as a dict."""

        first_sequence: int
        last_sequence: int

    class ExportAuditResponseDict(_t.TypedDict, total=False):
        """The fields of `ExportAuditResponse` as a dict."""

        entry: AuditEntry | AuditEntryDict

    class VerifyAuditRequestDict(_t.TypedDict, total=False):
        """The fields of `VerifyAuditRequest` as a dict."""

        first_sequence: int
        last_sequence: int

    class VerifyAuditResponseDict(_t.TypedDict, total=False):
        """The fields of `VerifyAuditResponse` as a dict."""

        intact: bool
        checked_entries: int
        first_sequence: int
        last_sequence: int
        checked_checkpoints: int
        first_break: AuditBreak | AuditBreakDict
        checkpoint: AuditCheckpoint | AuditCheckpointDict

    class AuditBreakDict(_t.TypedDict, total=False):
        """The fields of `AuditBreak` as a dict."""

        sequence: int
        fault: str
        detail: str

    class ListCheckpointsRequestDict(_t.TypedDict, total=False):
        """The fields of `ListCheckpointsRequest` as a dict."""

        page_size: int
        page_token: str

    class ListCheckpointsResponseDict(_t.TypedDict, total=False):
        """The fields of `ListCheckpointsResponse` as a dict."""

        checkpoints: _abc.Iterable[AuditCheckpoint | AuditCheckpointDict]
        next_page_token: str

    class GetCheckpointKeyRequestDict(_t.TypedDict, total=False):
        """The fields of `GetCheckpointKeyRequest` as a dict."""

    class GetCheckpointKeyResponseDict(_t.TypedDict, total=False):
        """The fields of `GetCheckpointKeyResponse` as a dict."""

        keys: _abc.Iterable[CheckpointKey | CheckpointKeyDict]
