# ruff: noqa: E501 - a line a case
"""The golden table: whom an answer goes to.

One line a case: its name; what is known; what was said on the ticket, oldest first, with `/`
between messages; what the agent chose (nothing: the usual); whom the answer goes to.

A message begins with `us:` when an agent wrote it, `auto:` when a machine outside did, `bounce:`
when it came back, `we auto:` when we acknowledged, `apart:` when its writer has no part in it. Known are: `requester`, `colleague`, `participant`,
`complained` (of our mail), `proven` or `forged` for the sender of the newest message, and `earlier`
where older messages are not looked at. Our inboxes are us@shop and sales@shop; @x, @y and @z are others.
"""

CASES = """
-- the writer
plain                       |  | from ann@x, to us@shop |  | to ann@x
name with a comma           |  | from "Archer, Ann" ann@x, to us@shop |  | to "Archer, Ann" ann@x
other scripts               |  | from Анна анна@почта.рф, to us@shop |  | to Анна анна@почта.рф
no sender                   |  | to us@shop, cc bob@x |  | cc bob@x
empty sender                |  | from "", to us@shop |  |
sender cannot be written    |  | from ann at x, to us@shop |  |
quoted local part           |  | from "ann archer"@x, to us@shop |  |
nothing at all              |  | |  |
no-reply is shown, flagged  |  | from no-reply@x, to us@shop |  | to no-reply@x

-- where the writer wants answers
reply-to                    |  | from ann@x, reply_to box@x, to us@shop |  | to box@x
reply-to elsewhere          |  | from ann@x, reply_to ann@y, to us@shop |  | to ann@y
two reply-tos               |  | from ann@x, reply_to b@x, reply_to c@y, to us@shop |  | to b@x, to c@y
reply-to is the sender      |  | from ann@x, reply_to ANN@x, to us@shop |  | to ANN@x
reply-to is us              |  | from ann@x, reply_to us@shop, to us@shop |  | to ann@x
reply-to is us, tagged      |  | from ann@x, reply_to Us+7@Shop, to us@shop |  | to ann@x
reply-to is us and another  |  | from ann@x, reply_to us@shop, reply_to b@x, to us@shop |  | to b@x
reply-to is no address      |  | from ann@x, reply_to nobody, to us@shop |  | to ann@x
reply-to also in cc         |  | from ann@x, reply_to box@x, to us@shop, cc box@x |  | to box@x
form with a reply-to        |  | from us@shop, reply_to ann@x, to us@shop |  | to ann@x
no-reply with a reply-to    |  | from noreply@x, reply_to ann@y, to us@shop |  | to ann@y
list with our reply address |  | from list@z, reply_to ann@x, to us@shop, cc list@z |  | to ann@x

-- a Reply-To that somebody slips in
stranger's, later, unproven |  | from ann@x, to us@shop / us: to ann@x / from ann@x, reply_to eve@y, to us@shop |  | to ann@x
same provider, unproven     |  | from ann@x, to us@shop / us: to ann@x / from ann@x, reply_to ann.2@x, to us@shop |  | to ann@x
before our first answer     |  | from ann@x, to us@shop / from ann@x, reply_to eve@y, to us@shop |  | to ann@x
later, but proven           | proven | from ann@x, to us@shop / us: to ann@x / from ann@x, reply_to ann@y, to us@shop |  | to ann@y
later, known from before    |  | from ann@x, reply_to ann@y, to us@shop / us: to ann@y / from ann@x, reply_to ann@y, to us@shop |  | to ann@y
first, but forged           | forged | from ann@x, reply_to eve@y, to us@shop |  | to ann@x
known only as named         |  | from ann@x, to us@shop, named eve@y / us: to ann@x / from ann@x, reply_to eve@y, to us@shop |  | to ann@x
asked for twice             |  | from ann@x, to us@shop / us: to ann@x / from ann@x, reply_to eve@y, to us@shop / from ann@x, reply_to eve@y, to us@shop |  | to ann@x
said to have come by there  |  | from ann@x, to us@shop / us: to ann@x / from ann@x, via eve@y, to us@shop / from ann@x, reply_to eve@y, to us@shop |  | to ann@x
asked for at the beginning  |  | from ann@x, reply_to ann@y, to us@shop / from ann@x, reply_to ann@y, to us@shop |  | to ann@y
first of those looked at    | earlier | from ann@x, reply_to eve@y, to us@shop |  | to ann@x
form, later                 |  | from noreply@x, reply_to ann@y, to us@shop / us: to ann@y / from noreply@x, reply_to bob@y, to us@shop |  | to bob@y
chosen one                  |  | from ann@x, to us@shop / us: to ann@x / from ann@x, reply_to eve@y, to us@shop, cc bob@x | one | to ann@x

-- everybody else
others in to                |  | from ann@x, to us@shop, to bob@x |  | to ann@x, cc bob@x
others in cc                |  | from ann@x, to us@shop, cc bob@x |  | to ann@x, cc bob@x
we in cc                    |  | from ann@x, to bob@x, cc us@shop |  | to ann@x, cc bob@x
order is kept               |  | from ann@x, to d@x, to us@shop, to c@x, cc b@x |  | to ann@x, cc d@x, cc c@x, cc b@x
nobody twice                |  | from ann@x, to us@shop, to bob@x, cc bob@x |  | to ann@x, cc bob@x
nobody twice, any case      |  | from ann@x, to us@shop, to Bob@x, cc bOB@X |  | to ann@x, cc Bob@x
nobody twice, with tag      |  | from ann@x, to us@shop, cc bob@x, cc bob+shop@x |  | to ann@x, cc bob@x
nobody twice, domain's form |  | from ann@x, to us@shop, cc bob@bücher.example, cc bob@xn--bcher-kva.example |  | to ann@x, cc bob@bücher.example
dots make another person    |  | from ann@x, to us@shop, cc b.ob@x, cc bob@x |  | to ann@x, cc b.ob@x, cc bob@x
sender also in cc           |  | from ann@x, to us@shop, cc ANN@X |  | to ann@x
sender stays out            |  | from ann@x, reply_to box@x, to us@shop, cc ann@x |  | to box@x
sender in cc with a tag     |  | from ann@x, to us@shop, cc ann+news@x |  | to ann@x
a group without members     |  | from ann@x, to undisclosed-recipients |  | to ann@x
malformed in cc             |  | from ann@x, to us@shop, cc bob at x, cc c@x |  | to ann@x, cc c@x
spaces around               |  | from ann@x, to us@shop, cc  bob@x |  | to ann@x, cc bob@x
a blind copy is not told    |  | from ann@x, to us@shop, bcc bob@x |  | to ann@x
named, not let in           |  | from ann@x, to us@shop, cc bob@x, named eve@y |  | to ann@x, cc bob@x
complained of our mail      | complained bob@x | from ann@x, to us@shop, cc bob@x, cc c@x |  | to ann@x, cc c@x
complained, and writes      | complained ann@x | from ann@x, to us@shop, cc c@x |  | to ann@x, cc c@x
a mailing list              |  | from ann@x, to team@z, cc us@shop |  | to ann@x, cc team@z
a list that takes answers   |  | from ann@x, reply_to team@z, to team@z, cc us@shop |  | to team@z

-- our own addresses
two of our inboxes          |  | from ann@x, to us@shop, to sales@shop |  | to ann@x
our +tag                    |  | from ann@x, to us+t9-abc@shop, cc bob@x |  | to ann@x, cc bob@x
our letters in capitals     |  | from ann@x, to US@Shop, cc bob@x |  | to ann@x, cc bob@x
the requester as a way in   | requester ann@x | from eve@y, via ann@x, to us@shop |  | to ann@x, to eve@y
another name of ours        |  | from ann@x, to help@shop, via help@shop, cc bob@x |  | to ann@x, cc bob@x
we wrote to ourselves       |  | from us@shop, to us@shop |  |
we wrote, others in cc      |  | from us@shop, to us@shop, cc bob@x |  | cc bob@x
another inbox of ours wrote | requester ann@x | from sales@shop, to us@shop |  | to ann@x

-- how many
a crowd                     |  | from ann@x, to us@shop, to 21 people |  | to ann@x
not yet a crowd             |  | from ann@x, to us@shop, to 20 people |  | to ann@x, cc 20 people
a crowd, everybody chosen   |  | from ann@x, to us@shop, to 21 people | all | to ann@x, cc 21 people
blind copy to us            |  | from ann@x, to bob@x |  | to ann@x
blind copy to us, all       |  | from ann@x, to bob@x, cc c@x | all | to ann@x, cc bob@x, cc c@x
only one                    |  | from ann@x, to us@shop, to bob@x, cc c@x | one | to ann@x
only one, with a reply-to   |  | from ann@x, reply_to box@x, to us@shop, cc c@x | one | to box@x

-- others than the requester
a stranger wrote last       | requester ann@x | from ann@x, to us@shop / from stan@y, to us@shop |  | to ann@x, to stan@y
with the requester in cc    | requester ann@x | from ann@x, to us@shop / from stan@y, to us@shop, cc ann@x |  | to stan@y, cc ann@x
stranger with a crowd       | requester ann@x | from ann@x, to us@shop / from stan@y, to us@shop, cc ann@x, to 21 people |  | to ann@x, to stan@y
only the stranger           | requester ann@x | from ann@x, to us@shop / from stan@y, to us@shop | one | to stan@y
requester's other address   | requester ann@x ann@y | from ann@y, to us@shop |  | to ann@y
requester was replaced      | requester bob@x | from ann@x, to us@shop |  | to bob@x, to ann@x
requester cannot be written | requester nobody | from stan@y, to us@shop |  | to stan@y
requester's reply-to        | requester ann@x | from form@y, reply_to ann@x, to us@shop |  | to ann@x
colleague in cc             | colleague ana@shop | from ann@x, to us@shop, cc ana@shop |  | to ann@x, cc ana@shop
colleague wrote             | colleague ana@shop, requester ann@x | from ann@x, to us@shop / from ana@shop, to us@shop |  | to ann@x, cc ana@shop
colleague wrote to her      | colleague ana@shop, requester ann@x | from ann@x, to us@shop / from ana@shop, to ann@x, cc us@shop, cc bob@x |  | to ann@x, cc ana@shop, cc bob@x
colleague wrote, only one   | colleague ana@shop, requester ann@x | from ann@x, to us@shop / from ana@shop, to us@shop | one | to ann@x
colleague is the requester  | colleague ana@shop, requester ana@shop | from ana@shop, to us@shop |  | to ana@shop

-- who takes part by our word
has a copy                  | participant eve@y | from ann@x, to us@shop |  | to ann@x, cc eve@y
has one after our answer    | participant eve@y | from ann@x, to us@shop / us: to ann@x |  | to ann@x, cc eve@y
has one of a crowd's answer | participant eve@y | from ann@x, to us@shop, to 21 people |  | to ann@x, cc eve@y
has one before any mail     | participant eve@y, requester ann@x | |  | to ann@x, cc eve@y
writes and is answered      | participant eve@y, requester ann@x | from ann@x, to us@shop / from eve@y, to us@shop |  | to ann@x, to eve@y
stands there already        | participant Eve@y | from ann@x, to us@shop, cc eve+shop@y |  | to ann@x, cc eve+shop@y
not when one is chosen      | participant eve@y | from ann@x, to us@shop | one | to ann@x
complained, and takes part  | participant eve@y, complained eve@y | from ann@x, to us@shop |  | to ann@x
is one of our inboxes       | participant sales@shop | from ann@x, to us@shop |  | to ann@x
not on what is forwarded    | participant eve@y | from ann@x, to us@shop | forward |

-- who was merged in and has no part
writes anew                 | requester ann@x | from ann@x, to us@shop / apart: from stan@y, to us@shop |  | to stan@y
not to everybody either     | requester ann@x, participant eve@y | apart: from stan@y, to us@shop, cc c@z | all | to stan@y
the requester writes then   | requester ann@x | apart: from stan@y, to us@shop / from ann@x, to us@shop |  | to ann@x

-- after our own answer
the same people again       |  | from ann@x, to us@shop / us: to ann@x, cc bob@x |  | to ann@x, cc bob@x
without the blind copy      |  | from ann@x, to us@shop / us: to ann@x, bcc boss@x |  | to ann@x
only the first              |  | from ann@x, to us@shop / us: to ann@x, cc bob@x | one | to ann@x
somebody was taken out      |  | from ann@x, to us@shop, cc bob@x / us: to ann@x |  | to ann@x
somebody was added          |  | from ann@x, to us@shop / us: to ann@x, cc eve@y |  | to ann@x, cc eve@y
our inbox among them        |  | from ann@x, to us@shop / us: to ann@x, cc sales@shop |  | to ann@x
has complained since        | complained bob@x | from ann@x, to us@shop / us: to ann@x, cc bob@x |  | to ann@x
only copies                 |  | from ann@x, to us@shop / us: cc bob@x | one | cc bob@x

-- machines are not answered
an absence note             |  | from ann@x, to us@shop, cc c@x / auto: from bob@x, to us@shop |  | to ann@x, cc c@x
an absence note after us    |  | from ann@x, to us@shop / us: to ann@x, cc c@x / auto: from ann@x |  | to ann@x, cc c@x
a letter came back          |  | from ann@x, to us@shop / bounce: from mailer-daemon@z |  | to ann@x
it came back after us       |  | from ann@x, to us@shop / us: to bob@y / bounce: from mailer-daemon@y |  | to bob@y
our acknowledgement         |  | from ann@x, to us@shop, cc c@x / we auto: to ann@x |  | to ann@x, cc c@x
marked, but all there is    |  | auto: from ann@x, to us@shop |  | to ann@x
only a letter came back     | requester ann@x | bounce: from mailer-daemon@z |  | to ann@x

-- forwarding
nobody beforehand           | requester ann@x | from ann@x, to us@shop, cc bob@x | forward |
"""
