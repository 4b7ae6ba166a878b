"""What mail servers send back, written by hand after the shapes their makers document. {id} is the mail's Message-ID,
{to} whom it was for, {back} the address it comes back to."""

POSTFIX = """\
Return-Path: <>
Delivered-To: {back}
Date: Sat, 21 Nov 2026 10:00:02 +0100 (CET)
From: MAILER-DAEMON@mx.network.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {back}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

This is a MIME-encapsulated message.

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.network.example
X-Postfix-Queue-ID: 4F1A2B3C4D
Arrival-Date: Sat, 21 Nov 2026 10:00:01 +0100 (CET)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.far.example
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: Recipient address rejected: User unknown

--B1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Passerelle <bridge@network.example>
To: {to}
Message-ID: {id}
Subject: An invitation

--B1--
"""

EXCHANGE = """\
From: <postmaster@far.example>
To: <bridge@network.example>
Date: Sat, 21 Nov 2026 09:00:00 +0000
Subject: Undeliverable: An invitation
In-Reply-To: {id}
References: {id}
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_000_far_"
MIME-Version: 1.0

--_000_far_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PGh0bWw+PGJvZHk+WW91ciBtZXNzYWdlIGNvdWxkbid0IGJlIGRlbGl2ZXJlZC48L2JvZHk+PC9odG1sPg==

--_000_far_
Content-Type: message/delivery-status

Reporting-MTA: dns;MX01.far.example
Received-From-MTA: dns;mx.network.example

Final-Recipient: rfc822;{to}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found

--_000_far_--
"""

GMAIL = """\
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: bridge@network.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
MIME-Version: 1.0
Content-Type: multipart/report; boundary="0000"; report-type=delivery-status

--0000
Content-Type: multipart/related; boundary="0001"

--0001
Content-Type: text/plain; charset="UTF-8"

** The mailbox is full **

--0001--
--0000
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Arrival-Date: Sat, 21 Nov 2026 01:00:00 -0800 (PST)

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552-5.2.2 The email account that you tried to reach is over quota

--0000
Content-Type: message/rfc822

MIME-Version: 1.0
From: Passerelle <bridge@network.example>
To: {to}
Message-ID: {id}
Subject: An invitation

Hello

--0000--
"""

EXIM_OLD = """\
Return-path: <>
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.far.example>
To: bridge@network.example
Subject: Mail delivery failed: returning message to sender
Date: Sat, 21 Nov 2026 10:00:00 +0100

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {to}
    SMTP error from remote mail server after RCPT TO:<{to}>:
    host mx.far.example: 550 5.1.1 no such user

------ This is a copy of the message, including all the headers. ------

Return-path: <bridge@network.example>
From: Passerelle <bridge@network.example>
To: {to}
Message-ID: {id}
Subject: An invitation

Hello
"""

QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@far.example
To: bridge@network.example
Subject: failure notice
Date: 21 Nov 2026 09:00:00 -0000

Hi. This is the qmail-send program at far.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <bridge@network.example>
Message-ID: {id}
From: Passerelle <bridge@network.example>
To: {to}
Subject: An invitation

Hello
"""

DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("Status: 5.1.1", "Status: 4.4.1")
GIVEN_UP = POSTFIX.replace("Status: 5.1.1", "Status: 4.4.1")
RECEIPT = POSTFIX.replace("report-type=delivery-status", "report-type=disposition-notification")
HOLIDAY = """\
From: {to}
To: bridge@network.example
Subject: Re: An invitation
In-Reply-To: {id}
References: {id}
Auto-Submitted: auto-replied

I am away until January. Error 5.1.1 does not live here.
"""
EXIM_WARNING = EXIM_OLD.replace(
    "Mail delivery failed: returning message to sender", "Warning: message delayed 24 hours"
)
