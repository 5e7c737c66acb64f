"""An SMTP server by aiosmtpd that tells on standard output what it is given, one JSON object a line.

The first line is its port. The argument is a JSON object with `tls` (none, starttls, implicit), `cert` and `key` files,
`user` and `password`, `rcpt` and `data` (answers in order, then 250; "hang" takes the message and never answers).
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

# aiosmtpd deprecates what it does itself.
warnings.simplefilter("ignore")


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


class Handler:
    def __init__(self, settings: dict) -> None:
        self.rcpt = list(settings.get("rcpt", []))
        self.data = list(settings.get("data", []))

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        else:
            tell(refused=answer)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.data.pop(0) if self.data else "250 taken"
        if not answer.startswith("250") and answer != "hang":
            tell(refused=answer)
            return answer
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain",))
        tell(
            sender=envelope.mail_from,
            to=envelope.rcpt_tos,
            headers=[[name, str(value)] for name, value in message.items()],
            text=body.get_content() if body else None,
            defects=[str(defect) for defect in message.defects],
            encrypted=server.transport.get_extra_info("sslcontext") is not None,
            user=session.auth_data.decode() if session.auth_data else None,
        )
        if answer == "hang":
            await asyncio.sleep(3600)
        return answer


def authenticator(settings: dict):
    def check(server, session, envelope, mechanism, data) -> AuthResult:
        right = data.login.decode() == settings["user"] and data.password.decode() == settings["password"]
        if not right:
            tell(refused="535")
        return AuthResult(success=right, handled=right, auth_data=data.login)

    return check


async def main() -> None:
    settings = json.loads(sys.argv[1])
    tls = settings.get("tls", "none")
    context = None
    if tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings["cert"], settings["key"])
    handler = Handler(settings)
    options: dict = {"hostname": "mail.test", "enable_SMTPUTF8": True}
    if tls == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if settings.get("user"):
        options |= {"authenticator": authenticator(settings), "auth_required": True}
        options |= {"auth_require_tls": tls == "starttls"}
    implicit = context if tls == "implicit" else None
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, **options), "127.0.0.1", 0, ssl=implicit)
    tell(port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
