"""What must be known to reach an S3 server; plain values, so that they cost nothing where nobody asks for one."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What must be known beyond the URL of a bucket; empty fields leave it to boto3's own configuration.

    Credentials are not among it: boto3 finds them (environment, profile, role). Times are in seconds.
    """

    endpoint: str = ""
    region: str = ""
    profile: str = ""
    path_style: bool | None = None
    ca_bundle: Path | None = None
    storage_class: str = ""
    sse: str = ""
    """`AES256` or `aws:kms`."""
    kms_key: str = ""
    checksums: bool | None = None
    """Whether boto3 adds checksums of its own; by default only at Amazon's: others choke on how it sends them."""
    rate: float = 0.0
    """Bytes a second that are sent at most; 0 is as fast as it goes."""
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    patience: float = 180.0
    """How long one request is tried again while the network is gone or the server is overloaded."""

    @property
    def stored_as(self) -> dict[str, str]:
        """The parameters with which every object is made. No ACL is ever among them."""
        told = {"StorageClass": self.storage_class, "ServerSideEncryption": self.sse, "SSEKMSKeyId": self.kms_key}
        return {name: value for name, value in told.items() if value}
