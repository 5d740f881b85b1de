#!/usr/bin/env python3
"""Reads a message from standard input as Python's email package does, and prints what it found as JSON."""

import json
import sys
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr


def address(header, plain):
    # The new parser leaves the space between two encoded words of a name in, which RFC 2047 section 6.2 takes out; the
    # old one knows.
    name = str(make_header(decode_header(parseaddr("".join(str(plain).splitlines()))[0])))
    return {"name": name, "address": header.addresses[0].addr_spec, "count": len(header.addresses)}


def content(part):
    return part.get_content().replace("\r\n", "\n")


def main():
    data = sys.stdin.buffer.read()
    message = message_from_bytes(data, policy=policy.default)
    plain = message_from_bytes(data, policy=policy.compat32)
    defects = [str(defect) for part in message.walk() for defect in part.defects]
    defects += [f"{name}: {defect}" for name, value in message.items() for defect in value.defects]
    print(
        json.dumps(
            {
                "headers": [name for name in message.keys()],
                "from": address(message["From"], plain["From"]),
                "to": address(message["To"], plain["To"]),
                "subject": message["Subject"],
                "date": message["Date"].datetime.timestamp(),
                "id": message["Message-ID"],
                "language": message["Content-Language"],
                "automatic": message["Auto-Submitted"],
                "type": message.get_content_type(),
                "partTypes": [part.get_content_type() for part in message.iter_parts()],
                "text": content(message.get_body(("plain",))),
                "html": content(message.get_body(("html",))),
                "defects": defects,
            }
        )
    )


main()
