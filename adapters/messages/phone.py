"""Whether a TeleAddress is one to call: a contact without a phone is none (HITS 1174)."""

from adapters.messages.reading import Element, value_of

_NOT_PHONES = ("mailto:", "fax:", "http:", "https:", "sip:")


def is_phone(address: Element) -> bool:
    """TeleAddress/@V, as `tel:77000000`; some leave the scheme out, and some have an e-mail address there."""
    value = value_of(address).lower()
    return any(map(str.isdigit, value)) and not value.startswith(_NOT_PHONES)
