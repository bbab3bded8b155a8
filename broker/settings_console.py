"""The settings of the console, of its login and of its sessions: a chapter of broker/settings.py."""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

RoleName = Literal["leser", "koordinator", "drift", "admin"]


class OidcRole(BaseModel):
    """Whom a value of a claim makes of a person who logs in elsewhere.

    Attributes:
        claim: a claim of the id_token: a text, or a list of texts.
        verdi: the value to look for there.
        roller: what the person may do.
        kommuner: kommunenummer that the person is limited to; empty for all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str
    verdi: str
    roller: tuple[RoleName, ...] = Field(min_length=1)
    kommuner: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _admin_sees_all(self) -> Self:
        if self.kommuner and "admin" in self.roller:
            raise ValueError("rollen admin gjelder alle kommuner: la kommuner stå tomt")
        return self


class ConsoleSettings(BaseSettings):
    """What the console needs to know."""

    miljo: str = Field("TEST", max_length=20, description="Miljøet som vises øverst i konsollen.")
    console_host: str = Field("127.0.0.1", description="Adressen konsollen lytter på.")
    console_port: int = Field(8490, ge=1, le=65535, description="Porten til konsollen.")
    console_url: str = Field(
        "",
        pattern=r"^(https?://[^/?#@\s]+)?$",
        description="Adressen folk bruker, https://vert. Tom: http:// med verten og porten over.",
    )
    console_proxies: str = Field(
        "", description="Mellomtjenere vi tror på når de sier hvem som spør (IP-adresser, kommaskilt)."
    )
    session_idle_min: int = Field(30, ge=1, description="Minutter uten bruk før en må logge inn på nytt.")
    session_hours: int = Field(12, ge=1, description="Timer før en må logge inn på nytt uansett.")
    oidc_issuer: str = Field(
        "",
        pattern=r"^(https://\S+|http://(127\.0\.0\.1|localhost)(:\d+)?\S*)?$",
        description="Innlogging hos en annen (OpenID Connect): utstederens adresse.",
    )
    oidc_client_id: str = Field("", description="Klient-id hos utstederen.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Hemmeligheten til PLO_OIDC_CLIENT_ID.")
    oidc_key: Path | None = Field(
        None,
        description="Fil med privat nøkkel (PEM eller JWK) i stedet for hemmeligheten. HelseID krever det.",
    )
    oidc_scope: str = Field(
        "openid profile", description="Det vi ber utstederen fortelle om den som logger inn."
    )
    oidc_required: dict[str, str] = Field(
        {}, description='Det alle må oppfylle, JSON: {"helseid://claims/identity/security_level": "4"}.'
    )
    oidc_name: str = Field("jobbkonto", description="Hva innloggingen hos utstederen heter på knappen.")
    oidc_roles: tuple[OidcRole, ...] = Field(
        (),
        description='Hvem som er hva, JSON: [{"claim": "groups", "verdi": "plo-drift", '
        '"roller": ["drift"], "kommuner": []}]. Uten treff slipper ingen inn.',
    )

    @property
    def console_address(self) -> str:
        """Where people reach the console, without a slash at the end."""
        host = f"[{self.console_host}]" if ":" in self.console_host else self.console_host
        return self.console_url or f"http://{host}:{self.console_port}"
