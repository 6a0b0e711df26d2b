"""The repository of back-ups, a bucket of object storage in which all is encrypted: what pgBackRest is told of it.

PGBACKREST_CONFIG names the file that is written for it, PGBACKREST_STANZA the server as the repository knows it. POSTGRES_BACKUP_BUCKET names the bucket,
POSTGRES_BACKUP_ENDPOINT the HOST:PORT of object storage, whose certificate the authority in POSTGRES_BACKUP_AUTHORITY_FILE vouches for; POSTGRES_BACKUP_FOLDER is the folder with the keys to it
(access-key, secret-key) and what all is encrypted with (passphrase). POSTGRES_BACKUP_QUEUE says how many bytes of changes may wait for a repository that is away.
"""
import os

import members

# where a container of its own shows and proves who it is
CERTIFICATE = "/tmp/backup.crt"
KEY = "/tmp/backup.key"


def is_wanted():
    return bool(os.environ.get("POSTGRES_BACKUP_BUCKET"))


def secret(name):
    folder = members.setting("POSTGRES_BACKUP_FOLDER", "names the folder with access-key, secret-key and passphrase")
    return members.password(f"{folder}/{name}", "POSTGRES_BACKUP_FOLDER")


def write(general, server):
    """Writes the file, with more lines in its general part and what is said of the server's members."""
    endpoint = members.setting("POSTGRES_BACKUP_ENDPOINT", "names object storage as HOST:PORT")
    host, _, port = endpoint.rpartition(":")
    if not host or not port.isdigit():
        members.fail(f"POSTGRES_BACKUP_ENDPOINT is '{endpoint}', expected HOST:PORT")
    stanza = members.setting("PGBACKREST_STANZA", "names the server as the repository knows it")
    repository = {
        "repo1-type": "s3",
        "repo1-path": f"/{stanza}",
        "repo1-s3-bucket": members.setting("POSTGRES_BACKUP_BUCKET", "names the bucket"),
        "repo1-s3-endpoint": host,
        "repo1-storage-port": port,
        "repo1-storage-ca-file": members.setting("POSTGRES_BACKUP_AUTHORITY_FILE", "names the file with the authority that vouches for object storage"),
        "repo1-s3-region": "us-east-1",
        "repo1-s3-uri-style": "path",
        "repo1-s3-key": secret("access-key"),
        "repo1-s3-key-secret": secret("secret-key"),
        "repo1-cipher-type": "aes-256-cbc",
        "repo1-cipher-pass": secret("passphrase"),
        "repo1-bundle": "y",
        "compress-type": "zst",
        "lock-path": "/tmp/pgbackrest",
        "log-level-file": "off",
        "log-level-console": "off",
        "log-level-stderr": "warn",
    }
    lines = ["[global]", *(f"{name}={value}" for name, value in {**repository, **general}.items()), f"[{stanza}]", *(f"{name}={value}" for name, value in server.items())]
    path = members.setting("PGBACKREST_CONFIG", "names the file that is written for pgBackRest")
    # others may be reading it
    fresh = f"{path}.{os.getpid()}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write("\n".join(lines) + "\n")
    os.rename(fresh, path)


def write_for_member(data):
    """For a member itself and what is beside it: the server is here, and who may copy it comes with a certificate."""
    queue = os.environ.get("POSTGRES_BACKUP_QUEUE")
    client = os.environ.get("POSTGRES_BACKUP_CLIENT")
    write(
        {
            **({"archive-push-queue-max": queue} if queue else {}),
            **({
                "tls-server-address": "*",
                "tls-server-ca-file": members.certificate_path("ca.crt"),
                "tls-server-cert-file": CERTIFICATE,
                "tls-server-key-file": KEY,
                "tls-server-auth": f"{client}={os.environ['PGBACKREST_STANZA']}",
            } if client else {}),
        },
        {"pg1-path": data, "pg1-socket-path": members.SOCKETS},
    )
