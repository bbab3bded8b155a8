"""The one way this package fails."""


class KafkaUnavailable(Exception):
    """Kafka cannot be had on this machine; the text tells the user (bokmål) why, and how to go on."""
