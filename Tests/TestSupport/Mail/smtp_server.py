#!/usr/bin/env python3
"""A mail server for tests, on a free port of 127.0.0.1. It keeps what it takes in a folder, and sends nothing on.

    smtp_server.py --folder FOLDER [OPTION…]

It prints `ready PORT`, `received NUMBER` for each message, once FOLDER/NUMBER.json is there (the envelope, and the message
in base64), and `closed` for each connection that has ended. A signal ends it.
"""

import argparse
import asyncio
import base64
import json
import ssl
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, options):
        self.options = options
        self.folder = Path(options.folder)
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.options.recipient_reply:
            # Servers like to repeat the address.
            return f"{self.options.recipient_reply} <{address}>"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.options.text_reply:
            return self.options.text_reply
        self.count += 1
        letter = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "greeting": session.host_name,
            "isEncrypted": server.transport.get_extra_info("ssl_object") is not None,
            "isInternational": envelope.smtp_utf8,
            "user": session.auth_data,
            "connection": f"{session.peer[1]}",
            "message": base64.b64encode(envelope.original_content).decode(),
        }
        draft = self.folder / f"{self.count}.part"
        draft.write_text(json.dumps(letter), encoding="utf-8")
        draft.rename(self.folder / f"{self.count}.json")
        print(f"received {self.count}", flush=True)
        return "250 OK"


class Connection(SMTP):
    def _timeout_cb(self):
        # RFC 5321 section 3.8: a server that has waited for too long says so.
        self.transport.write(b"421 4.4.2 Too slow\r\n")
        super()._timeout_cb()

    def connection_lost(self, error):
        super().connection_lost(error)
        print("closed", flush=True)


def authenticator(options):
    def authenticate(server, session, envelope, mechanism, data):
        is_right = (data.login, data.password) == (options.user.encode(), options.password.encode())
        return AuthResult(success=is_right, handled=False, auth_data=data.login.decode() if is_right else None)

    return authenticate


async def keep_silent(reader, writer):
    print("connected", flush=True)
    await reader.read()
    writer.close()


async def serve(options):
    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    handler = Handler(options)
    loop = asyncio.get_running_loop()

    def make():
        return Connection(
            handler,
            enable_SMTPUTF8=True,
            hostname="mail.example.com",
            tls_context=None if options.implicit_tls else context,
            require_starttls=bool(context) and not options.implicit_tls and not options.optional_tls,
            auth_required=bool(options.user),
            auth_require_tls=bool(context) and not options.implicit_tls,
            authenticator=authenticator(options) if options.user else None,
            timeout=options.idle_timeout,
            loop=loop,
        )

    if options.silent:
        server = await asyncio.start_server(keep_silent, "127.0.0.1", options.port)
    else:
        server = await loop.create_server(
            make, "127.0.0.1", options.port, ssl=context if options.implicit_tls else None
        )
    print(f"ready {server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True, help="where the messages go")
    parser.add_argument("--port", type=int, default=0, help="where to listen; 0 is any that is free")
    parser.add_argument("--certificate", help="STARTTLS is demanded, with this certificate")
    parser.add_argument("--key", help="of the certificate")
    parser.add_argument("--optional-tls", action="store_true", help="STARTTLS is offered, not demanded")
    parser.add_argument("--implicit-tls", action="store_true", help="TLS is spoken at once instead")
    parser.add_argument("--user", help="who must sign in")
    parser.add_argument("--password", default="", help="with what")
    parser.add_argument("--recipient-reply", help="the answer to every recipient, as 450 or 550")
    parser.add_argument("--text-reply", help="the answer to every message")
    parser.add_argument("--silent", action="store_true", help="whoever connects gets no answer")
    parser.add_argument("--idle-timeout", type=float, default=300, help="after so many seconds it hangs up")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
