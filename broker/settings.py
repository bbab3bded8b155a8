"""Every setting, and the only reader of the environment."""

import json
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from broker.folders import Folder as Folder
from broker.settings_console import ConsoleSettings
from broker.settings_kafka import KafkaSettings
from broker.settings_secret import SecretSettings
from schemas.attachments import NAMES, WELCOME
from schemas.topics import HENDELSER, KEPT_DAYS, MAX_MESSAGE, MAX_VALUE

SHIPPED = Path(__file__).resolve().parents[1] / "schemas"
SECRETS = ("database", "pid_secret", "key", "s3_secret", "kafka_password", "oidc_client_secret")
"""Settings whose value is never shown."""
_KIND = f"({'|'.join(NAMES)})"


class Settings(KafkaSettings, ConsoleSettings, SecretSettings):
    """Read once at start, from variables named PLO_…; see `plo settings`."""

    model_config = SettingsConfigDict(env_prefix="PLO_", frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Adressen tjenesten lytter på.")
    http_port: int = Field(
        8480, ge=1, le=65535, description="Porten for POST /meldinger, helse og metrikker."
    )
    metrics_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Porten der en del som kjører alene (plo part) viser helse og metrikker. 0: ingen.",
    )
    workers: int = Field(1, ge=1, le=64, description="Antall prosesser som tar imot over HTTP.")
    detectors: int = Field(1, ge=1, le=HENDELSER.partitions, description="Prosesser som finner avvik.")
    kafka_jars: Path | None = Field(None, description="Mappen med Kafkas jar-filer. Tom: <home>/jars.")
    database: SecretStr = Field(
        SecretStr(""), description="Adressen til databasen (postgresql+asyncpg://…). Tom: SQLite i <home>."
    )
    agreements: Path | None = Field(None, description="Avtalefilen (TOML). Tom: demoavtalen som følger med.")
    xsd_dir: Path | None = Field(None, description="Mappe med driver-all.xsd. Tom: våre egne skjemaer.")
    signatur: Literal["av", "kontroller"] = Field("av", description="Om meldingers signatur kontrolleres.")
    signatur_ca: Path | None = Field(
        None, description="CA-er som kan gå god for en signatur: en PEM-fil, eller en mappe med slike."
    )
    signatur_crl: Path | None = Field(
        None, description="Tilbakekallingslister (CRL, PEM eller DER) fra disse CA-ene: en fil eller mappe."
    )
    pasientregister: Path | None = Field(
        None, description="Fil fra plo pasientregister. Epikriser om andre pasienter avvises. Tom: ingen."
    )
    pid_secret: SecretStr = Field(
        SecretStr(""), description="Nøkkelen bak pasientpseudonymene. Tom: lages én gang i <home>/pid.nokkel."
    )
    key: SecretStr = Field(SecretStr(""), description="API-nøkkelen som plo send bruker (plo key create).")
    max_message_bytes: int = Field(
        MAX_MESSAGE, ge=1000, le=MAX_MESSAGE, description="Største melding, i byte."
    )
    record_bytes: int = Field(
        MAX_VALUE,
        ge=128_000,  # from there on the door judges in a thread, where there is time to write to a store
        le=MAX_VALUE,
        description="Største melding på Kafka, i byte. Større legges i PLO_LARGE_DIR eller PLO_S3_BUCKET.",
    )
    large_dir: Path | None = Field(
        None, description="Mappen for meldinger som er for store for Kafka. Tom: <home>/meldinger."
    )
    s3_bucket: str = Field("", description="S3-bøtte, eller bøtte/prefiks, i stedet for PLO_LARGE_DIR.")
    s3_endpoint: str = Field("", description="Adressen til S3-tjenesten, https://vert:port. Tom: Amazon.")
    s3_region: str = Field("us-east-1", description="Regionen bøtten ligger i.")
    s3_key_id: str = Field("", description="Nøkkel-id hos S3-tjenesten. Tom: det plattformen gir (AWS_…).")
    s3_secret: SecretStr = Field(SecretStr(""), description="Hemmeligheten til PLO_S3_KEY_ID.")
    attachment_kinds: str = Field(
        ",".join(WELCOME),
        pattern=f"^({_KIND}(,{_KIND})*)?$",
        description=f"Vedlegg som tas imot, kommaskilt. Kjente: {', '.join(NAMES)}.",
    )
    attachment_bytes: int = Field(
        MAX_MESSAGE, ge=1, le=MAX_MESSAGE, description="Største vedlegg, i byte etter dekoding."
    )
    plo20: bool = Field(False, description="Les PLO 2.0, som bare finnes som skjema. Ellers svares T10.")
    folders: tuple[Folder, ...] = Field(
        (),
        description='Mapper å hente fra, JSON: [{"path": "…", "her": ["90101"], "historikk": false}].',
    )
    folder_rest_s: float = Field(2.0, ge=0, description="Sekunder en fil må ligge uendret før den hentes.")
    produce_limit_s: float = Field(10.0, gt=0, description="Sekunder å vente på Kafkas kvittering før 503.")
    batch_size: int = Field(500, ge=1, le=5000, description="Flest hendelser i én transaksjon.")
    clock_interval_s: float = Field(1.0, gt=0, description="Sekunder mellom hver gang frister sees etter.")
    strandet_alarm_h: float = Field(4.0, gt=0, description="Timer en strandet melding kan stå før varsel.")
    strandet_days: int = Field(
        KEPT_DAYS,
        ge=KEPT_DAYS,  # as long as its dead letter may be read again, which would make the case anew
        description="Dager en løst eller forkastet strandet melding beholdes, med rettelsene av den.",
    )
    log_format: Literal["auto", "console", "json"] = Field("auto", description="Loggens form.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Laveste loggnivå.")
    otlp: str = Field(
        "",
        description="Mottaker av spor (OpenTelemetry), http://vert:4318. Tom: ingen spor lages.",
    )
    failpoint: str = Field("", description="Bare for prøver: steget der prosessen skal drepe seg selv.")

    @property
    def database_url(self) -> str:
        """The store's address, with its password."""
        return self.database.get_secret_value() or f"sqlite+aiosqlite:///{self.home / 'plo.db'}"

    @property
    def agreements_file(self) -> Path:
        """The agreement in force."""
        return self.agreements or SHIPPED / "avtale_demo.toml"

    @property
    def schemas_folder(self) -> Path:
        """The XSDs in force."""
        return self.xsd_dir or SHIPPED / "xsd"

    @property
    def jars(self) -> Path:
        """Where the jars of the local Kafka are kept."""
        return self.kafka_jars or self.home / "jars"

    @property
    def run_folder(self) -> Path:
        """Where each running part says how it is."""
        return self.home / "run"

    def make_home(self) -> None:
        """Make <home> when it is missing, for nobody else to look into: messages lie there."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)

    def as_environment(self) -> dict[str, str]:
        """The variables that make these very settings again, for the processes we start."""
        given = self.model_dump(mode="json", exclude=set(SECRETS), exclude_defaults=True)
        text = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        for name in SECRETS:
            text[name] = getattr(self, name).get_secret_value()
        return {f"PLO_{name.upper()}": value for name, value in text.items()}
