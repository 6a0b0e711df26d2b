"""What every member of a replicated PostgreSQL is told by its environment and its mounted secrets, and how it asks its own Patroni."""
import base64
import json
import os
import re
import sys
import urllib.request
from pathlib import Path

REPLICATOR = "replicator"
# reads how the server is, from a container beside it
OBSERVER = "observer"
# asks how services prove their passwords; also the schema with the function that says so
POOLER = "pooler"
# makes logins of services; also the schema with the functions that do
VAULT = "vault"
# says how services prove them from now on; also the schema with the function that it says it to
ROTATOR = "rotator"
# where Patroni's own commands find its settings
CONFIG = "/run/postgresql/patroni.json"
SOCKETS = "/run/postgresql"


def fail(problem):
    sys.exit(f"postgres: {problem}")


def setting(name, what):
    return os.environ.get(name) or fail(f"{name} is not set; it {what}")


def password(path, variable):
    try:
        first = Path(path).read_text("utf-8").split("\n")[0]
    except OSError:
        fail(f"{variable} has no readable file '{path}'; mount the secret there")
    return first or fail(f"the password file '{path}' is empty")


def services():
    """The logins of each service that has a database, by the service, which is the name of the database and of its owner."""
    found = {}
    for entry in setting("POSTGRES_SERVICES", "names the services that have a database, with their logins where they have some of their own: sites=sites_1,sites_2, between blanks").split():
        if not re.fullmatch("[a-z][a-z0-9]*(=[a-z][a-z0-9_]*(,[a-z][a-z0-9_]*)*)?", entry):
            fail(f"'{entry}' of POSTGRES_SERVICES names no service with its logins: use lower-case letters and digits, as in sites=sites_1,sites_2")
        name, *logins = entry.replace("=", ",").split(",")
        found[name] = logins
    return found


def member_password(name):
    """A password that only the members know, or, rotator-password, the Job beside them."""
    folder = setting("POSTGRES_MEMBERS_FOLDER", "names the folder with the passwords among the members (superuser-, replication-, control-, rotator-password)")
    return password(f"{folder}/{name}", "POSTGRES_MEMBERS_FOLDER")


def pooler_password():
    return password(setting("POSTGRES_POOLER_PASSWORD_FILE", "names the file with the password of the pooler"), "POSTGRES_POOLER_PASSWORD_FILE")


def vault_password():
    """What Vault comes in with; None where it makes no logins."""
    path = os.environ.get("POSTGRES_VAULT_PASSWORD_FILE")
    return path and password(path, "POSTGRES_VAULT_PASSWORD_FILE")


def certificate_path(name):
    """A file of the server's certificate: tls.crt, tls.key, or ca.crt, the authority that members trust."""
    folder = setting("POSTGRES_CERTIFICATE_FOLDER", "names the folder with the server's certificate (tls.crt, tls.key, ca.crt)")
    path = f"{folder}/{name}"
    return path if os.access(path, os.R_OK) else fail(f"POSTGRES_CERTIFICATE_FOLDER has no readable file '{path}'; mount the certificate there")


def certificate(name):
    return Path(certificate_path(name)).read_bytes()


def ask(method, path, body=None, timeout=5):
    """The answer of this member's Patroni, an object where it gives one."""
    config = json.loads(Path(CONFIG).read_text("utf-8"))["restapi"]
    login = "{username}:{password}".format(**config["authentication"])
    request = urllib.request.Request(
        f"http://{config['connect_address']}{path}",
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={"Authorization": "Basic " + base64.b64encode(login.encode()).decode()},
    )
    answer = urllib.request.urlopen(request, timeout=timeout).read().decode()
    return json.loads(answer) if answer.startswith("{") else answer


def dynamic():
    """What all members share; kept in the cluster, so that every change goes through the primary."""
    return {
        # a primary that is gone is replaced after ttl seconds at the latest: loop_wait + 2 * retry_timeout is the least
        "ttl": 15,
        "loop_wait": 3,
        "retry_timeout": 6,
        # a replica that lacks more bytes does not become the primary; with synchronous replication only one that lacks nothing does
        "maximum_lag_on_failover": 1024 * 1024,
        "synchronous_mode": os.environ.get("POSTGRES_SYNCHRONOUS") == "true",
        # without the API server the primary goes on for as long as it reaches every member
        "failsafe_mode": True,
        "postgresql": {
            "use_pg_rewind": True,
            "use_slots": True,
            "parameters": {
                # the pools of all services at their largest; one that is idle costs little
                "max_connections": 400,
                "max_wal_senders": 10,
                "max_replication_slots": 10,
                "wal_level": "replica",
                "wal_log_hints": "on",
                "hot_standby": "on",
            },
        },
    }
