from helpwell.channels.mail.compose import Outgoing
from helpwell.channels.models import Delivery
def outgoing_of(delivery: Delivery) -> Outgoing:
    m = delivery.message
    return Outgoing(sender=(delivery.inbox.name, delivery.inbox.address), to=[(r.name, r.email) for r in delivery.recipients.all() if r.kind == "to"], subject=f"Re: {m.ticket.subject}", message_id=delivery.message_id_header, text=m.text)
