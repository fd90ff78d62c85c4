# ruff: noqa: E501 - a line a case
"""The golden table: which ticket a mail belongs to, and why.

What stands before each mail comes:

* ticket A: Grace wrote m1 to us, with a copy to Carl; we answered a1 to both; she wrote m2 back to
  A's address; we answered a2.
* ticket B: Bea wrote b1 to sales; we answered b2.

One line a case: its name; what else has happened; the mail; where it lands; by which proof; who was
named in it without being let into the talk.

A mail is `from`, `to`, `cc`, `reply-to` people; `for` an envelope recipient; `re` what it answers
(In-Reply-To), `refs` its References, `id` its own Message-ID; `judged` what our mail server says of
its sender; `says` and `subject` its words. A+ and B+ are the tickets' signed addresses, A+x one
with a wrong signature; X is a Message-ID nobody knows. What gateways do to a Message-ID: `lower:`,
`upper:`, `fold:`, `bare:` (no brackets), `cut:` (its end is gone), `junk:` (words around it).
Where it lands: A, B, `new`, `new of somebody`, `parked`, `dropped`; `note` when kept as a note.
"""

CASES = """
-- answers as they should come
reply to our answer                  |  | from grace to A+ re a2 refs m1 a1 m2 a2         | A   | address      |
only the address                     |  | from grace to A+                                | A   | address      |
only In-Reply-To                     |  | from grace to us re a2                          | A   | reference    |
only References                      |  | from grace to us refs a1 m2 a2                  | A   | reference    |
an old answer of ours                |  | from grace to us re a1                          | A   | reference    |
our answer and one unknown           |  | from grace to us re X refs a1 X                 | A   | reference    |
another subject                      |  | from grace to A+ re a2 subject Something else   | A   | address      |
no subject                           |  | from grace to us re a2 subject                  | A   | reference    |
address in Cc                        |  | from grace to bea cc A+                         | A   | address      |
address among others                 |  | from grace to carl,us,A+                        | A   | address      |
address by envelope only (Bcc)       |  | from grace to carl for A+                       | A   | address      |
address by Delivered-To only         |  | from grace to us delivered A+                   | A   | address      |
address in X-Original-To only        |  | from grace to us original A+                    | A   | address      |
address in capitals                  |  | from grace to UPPER:A+                          | A   | address      |
address as display name              |  | from grace to NAMED:A+                          | A   | address      |
address through another inbox        |  | from grace to A+ at sales                       | A   | address      |
the tag was lost, reference remains  |  | from grace to us re a2 refs a1 a2               | A   | reference    |
both lost                            |  | from grace to us subject Re: Where is my parcel?| new | new          |

-- what gateways make of it
folded In-Reply-To                   |  | from grace to us re fold:a2                     | A   | reference    |
In-Reply-To in small letters         |  | from grace to us re lower:a2                    | A   | reference    |
In-Reply-To in capitals              |  | from grace to us re upper:a2                    | A   | reference    |
brackets lost                        |  | from grace to us re bare:a2                     | A   | reference    |
words around it                      |  | from grace to us re junk:a2                     | A   | reference    |
References folded                    |  | from grace to us refs fold:a1 fold:a2           | A   | reference    |
References without brackets          |  | from grace to us refs bare:a1 bare:a2           | A   | reference    |
References begin cut                 |  | from grace to us refs cut:m1 a1                 | A   | reference    |
References end cut                   |  | from grace to us refs a1 cut:a2                 | A   | reference    |
everything cut                       |  | from grace to us re cut:a2 refs cut:a1          | new | new          |
cut, but the address is whole        |  | from grace to A+ re cut:a2                      | A   | address      |
Thread-Index only (Outlook)          |  | from grace to us thread-index                   | new | new          |
References of a thousand             |  | from grace to us refs 1000*X a2                 | A   | reference    |
References with ours in the middle   |  | from grace to us refs 40*X a1 40*X              | A   | reference    |
In-Reply-To twice                    |  | from grace to us re X,a2                        | A   | reference    |
signature altered                    |  | from grace to us re forged:a2                   | new | new          |
another ticket's number              |  | from grace to us re renumbered:a2               | new | new          |
address with altered signature       |  | from grace to A+x                               | new | new          |
address with altered signature, ours |  | from grace to A+x re a2                         | A   | reference    |
address with a short number          |  | from grace to us+1                              | new | new          |

-- proofs that contradict each other
address of A, reference to B         |  | from grace to A+ re b2                          | A   | address      |
addresses of both                    |  | from grace to A+,B+                             | A   | address      |
addresses of both, handed in for B   |  | from grace to A+,B+ for B+                      | B   | address      |
In-Reply-To A, References B          |  | from grace to us re a2 refs b2                  | A   | reference    |
In-Reply-To unknown, References A, B |  | from grace to us re X refs b2 a2                | A   | reference    |
reference to A, her own mail on A    |  | from grace to us re m2 refs b2                  | B   | reference    |

-- without a name of ours: what it answers, if the sender takes part
her own first mail                   |  | from grace to us re m1                          | A   | conversation |
her own mail by References           |  | from grace to us refs m1                        | A   | conversation |
her later mail                       |  | from grace to us re m2                          | A   | conversation |
from an address with a tag           |  | from grace+shop to us re m1                     | A   | conversation |
from her other address, known        | grace has gracie | from gracie to us re m1         | A   | conversation |
from her other address, unknown      |  | from gracie to us re m1                         | new | new          |
Carl, who had a copy, on her mail    |  | from carl to us cc grace re m1                  | A   | conversation |
Carl on our answer                   |  | from carl to A+ cc grace re a1                  | A   | address      |
Carl on our answer, address lost     |  | from carl to us re a1                           | A   | reference    |
a stranger who knows her Message-ID  |  | from stan to us re m1                           | new | new          |
a stranger with Carl in copy         |  | from stan to us cc carl re m1                   | new | new          |
judged genuine, on her mail          |  | from grace to us re m1 judged pass              | A   | conversation |
forged, on her mail                  |  | from grace to us re m1 judged fail              | new | new          |
judged by somebody else              |  | from grace to us re m1 judged fail by evil      | A   | conversation |
Message-ID of another ticket's mail  |  | from grace to us re b1                          | new | new          |

-- strangers and guesses
a stranger                           |  | from stan to us                                 | new | new          |
number in the subject                |  | from stan to us subject [#A] parcel             | new | new          |
number in the subject, Re            |  | from stan to us subject Re: [Ticket A] parcel   | new | new          |
the same subject                     |  | from stan to us subject Re: Where is my parcel? | new | new          |
the same subject, by her             |  | from grace to us subject Re: Where is my parcel?| new | new          |
her address forged, no name of ours  |  | from grace to us judged fail                    | new | new          |
her address forged, with our name    |  | from grace to A+ judged fail                    | A   | address      |
a stranger with our signed name      |  | from stan to us re a2                           | A   | reference    |
sent on to us by a third person      |  | from stan to us re a2 refs a1 a2 subject Fwd: x | A   | reference    |
sent on without headers              |  | from stan to us subject Fwd: x says forward     | new of stan | new  |
a new matter by her                  |  | from grace to us subject Another thing          | new | new          |
another's reply address guessed      |  | from stan to us+tA-aaaaaaaaaaaaaaaaaaaaaaaaaa   | new | new          |

-- who is let in
she brings in Dora                   |  | from grace to A+ cc dora                        | A   | address      |
Carl brings in Dora                  |  | from carl to A+ cc dora                         | A   | address      |
a stranger names Dora                |  | from stan to A+ cc dora                         | A   | address      | dora
a stranger names Carl                |  | from stan to A+ cc carl                         | A   | address      |
forged, names Dora                   |  | from grace to A+ cc dora judged fail            | A   | address      | dora
forged, names Dora in To             |  | from grace to A+,dora judged fail               | A   | address      | dora
without a name of ours, names Dora   |  | from grace to us cc dora re m1                  | A   | conversation | dora
the same, proven                     |  | from grace to us cc dora re m1 judged pass      | A   | conversation |
a proven stranger names Dora         |  | from stan to A+ cc dora judged pass             | A   | address      |
our other inbox in copy              |  | from stan to A+ cc sales                        | A   | address      |
a new ticket has its copies          |  | from stan to us cc dora                         | new | new          |

-- what has become of the ticket
solved                               | A solved  | from grace to A+ re a2                 | A   | address      |
pending                              | A pending | from grace to us re m1                 | A   | conversation |
closed                               | A closed  | from grace to A+ re a2                 | new continuing A | new |
closed, by reference                 | A closed  | from grace to us re a2                 | new continuing A | new |
closed, by conversation              | A closed  | from grace to us re m1                 | new continuing A | new |
closed, and gone on since            | A closed, grace wrote to A+ | from grace to A+     | the one continuing A | address |
closed, gone on, by reference        | A closed, grace wrote to A+ | from grace to us re a2 | the one continuing A | reference |
closed, but B is open                | A closed  | from grace to A+ re b2                 | B   | reference    |
closed, by a stranger's guess        | A closed  | from stan to us subject [#A]           | new | new          |
spam                                 | A spam    | from grace to A+ re a2                 | A   | address      |
our answer was taken back            | a2 taken back | from grace to us re a2             | A   | reference    |
her mail was moved to B              | m2 moved to B | from grace to A+ re m2             | B   | conversation |
her mail was moved, the other was not| m2 moved to B | from grace to A+ re a1             | A   | address      |
our answer was moved to B            | a2 moved to B | from grace to A+ re a2             | B   | reference    |
our answer was moved, old address    | a2 moved to B | from grace to A+                   | A   | address      |
our answer was moved, older answered | a2 moved to B | from grace to us re a1             | A   | reference    |
her mail was moved, a stranger       | m2 moved to B | from stan to us re m2              | new | new          |
all of A was moved to B              | A moved to B  | from grace to A+                   | B   | address      |

-- what was merged
its old address                      | A merged into B | from grace to A+ re a2             | B   | reference    |
its old address alone                | A merged into B | from grace to A+                   | B   | address      |
our answer on it                     | A merged into B | from grace to us re a1             | B   | reference    |
her mail on it                       | A merged into B | from grace to us re m1             | B   | conversation |
a copy's answer to her mail on it    | A merged into B | from carl to us re m1              | B   | conversation |
a stranger who knows her Message-ID  | A merged into B | from stan to us re m2              | new | new          |
the survivor's own address           | A merged into B | from bea to B+                     | B   | address      |
merged into one that is closed since | A merged into B, B closed | from grace to A+         | new continuing B | new |
merged and parted                    | A merged into B, A parted | from grace to A+ re a2   | A   | address      |
parted, our answer                   | A merged into B, A parted | from grace to us re a1   | A   | reference    |
parted, her mail                     | A merged into B, A parted | from grace to us re m2   | A   | conversation |

-- machines
absence note to our answer           |  | from grace to A+ re a2 auto                     | A   | address      |
absence note without a name          |  | from grace to us auto                           | new | new          |
absence note of Carl                 |  | from carl to us re a1 auto                      | A   | reference    |
a list that rewrites From            |  | from list reply-to grace to us re a2            | A   | reference    |
a list that rewrites all             |  | from list to list for us subject [list] Re: x   | new | new          |
a list with a new Message-ID         |  | from list to us refs a2 id X2                   | A   | reference    |

-- copies, and our own
the same mail once more              |  | again m1                                        | A   | repeat       |
the same mail to the other inbox     |  | again m1 at sales                               | A   | repeat       |
the same mail to another ticket      |  | again m1 for B+                                 | A   | repeat       |
its Message-ID, another text         |  | from grace to us id m1 says Something new       | new | new          |
its Message-ID, another text, answer |  | from grace to A+ id m1 says Something new       | A   | address      |
its Message-ID, another sender       |  | from stan to us id m1                           | new | new          |
our own answer as a copy             |  | from us to grace cc us id a2 says our answer    | A   | repeat       |
our own answer from a list           |  | from list to us id a2 says our answer           | A   | repeat       |
our Message-ID on another's words    |  | from grace to us id a2 says Something new       | new | new          |
the same, with ours quoted           |  | from grace to A+ id a2 says our words quoted    | A   | address      |
the same, as an answer               |  | from grace to A+ id a2 says Something new       | A   | address      |
from our inbox, answering            |  | from us to grace cc us re a2                    | note on A | reference |
from our inbox, to A's address       |  | from us to A+                                   | note on A | address   |
from our inbox with a tag            |  | from us+x to A+                                 | note on A | address   |
from our inbox, out of the blue      |  | from us to us                                   | parked |           |
from our other inbox                 |  | from sales to us                                | parked |           |
from our inbox, a machine            |  | from us to us auto                              | dropped |          |
from our inbox, a contact form       |  | from us to us reply-to stan                     | new of stan | form |
from our inbox, on her mail          |  | from us to us re m1                             | parked |           |

-- colleagues
Ada passes on, proven                |  | from ada to us subject Fwd: x says forward judged pass | new of dora | forward |
Ada passes on, unproven              |  | from ada to us subject Fwd: x says forward      | new of ada | new   |
Ada passes on, forged                |  | from ada to us subject Fwd: x says forward judged fail | new of ada | new |
Stan passes on, proven               |  | from stan to us subject Fwd: x says forward judged pass | new of stan | new |
our inbox passes on                  |  | from sales to us subject Fwd: x says forward    | new of dora | forward |
Ada answers on the ticket            |  | from ada to A+ judged pass                      | A   | address      |
"""
