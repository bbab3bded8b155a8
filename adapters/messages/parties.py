"""Who sends and who receives, as level-1 HER-ids of the agreement."""

from typing import NamedTuple

from adapters.messages import sealed
from adapters.messages.address import Address
from adapters.messages.envelope import Envelope
from schemas.agreements import Agreement


class Party(NamedTuple):
    """An address, and whose it is.

    Attributes:
        her: level-1 HER-id; where there is none its owner by level 2, else any identifier given
            (old files have only an organisation number), sealed; empty when there is nothing.
    """

    address: Address
    her: str


class Parties(NamedTuple):
    """The parties of one message.

    Attributes:
        sender_her: level-1 HER-id of the sender; empty when it cannot be read.
        receiver, receiver_her: the primary one, and its level-1 HER-id; empty when it cannot be read.
        copies: those who get one; what names nobody is left out.
    """

    sender_her: str
    receiver_her: str
    receiver: Party | None
    copies: tuple[Party, ...]

    @property
    def receivers(self) -> tuple[str, ...]:
        """Everyone it is for, the primary receiver first, each once."""
        first = (self.receiver_her,) if self.receiver_her else ()
        return tuple(dict.fromkeys(first + self.copied)) if self.copies else first

    @property
    def copied(self) -> tuple[str, ...]:
        """Level-1 HER-ids of the copy receivers, each once."""
        return tuple(dict.fromkeys(copy.her for copy in self.copies)) if self.copies else ()


def parties_of(envelope: Envelope, agreement: Agreement, key: bytes) -> Parties:
    """The parties of a message, read through the agreement; `key` seals what is no id of a party."""
    sender, receiver = _party(envelope.sender, agreement, key), _party(envelope.receiver, agreement, key)
    copies = [party for copy in envelope.copies if (party := _party(copy, agreement, key)) and party.her]
    return Parties(sender.her if sender else "", receiver.her if receiver else "", receiver, tuple(copies))


def _party(address: Address | None, agreement: Agreement, key: bytes) -> Party | None:
    if address is None:
        return None
    if address.her or address.service is None:
        return Party(address, address.her or sealed.party(address.any_id, key))
    owner = agreement.owner(address.service)
    return Party(address, owner.her if owner else address.service)
