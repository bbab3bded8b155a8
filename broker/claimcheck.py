"""Where messages lie that are too large for a record of Kafka: as the settings have it."""

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.s3 import Bucket, S3Vault
from adapters.claimcheck.vault import ClaimCheck, Vault
from broker.settings import Settings


def vault_of(settings: Settings) -> Vault:
    """A bucket when one is named, else a folder. Connects to nothing yet."""
    name, _, prefix = settings.s3_bucket.partition("/")
    if not name:
        return FolderVault(settings.large_dir or settings.home / "meldinger")
    secret = settings.s3_secret.get_secret_value()
    within = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
    bucket = Bucket(name, within, settings.s3_endpoint, settings.s3_region, settings.s3_key_id, secret)
    return S3Vault(bucket)


def claim_check_of(settings: Settings) -> ClaimCheck:
    """What puts in the store what no record takes."""
    return ClaimCheck(vault_of(settings), settings.record_bytes)
