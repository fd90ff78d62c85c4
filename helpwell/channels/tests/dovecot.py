"""A real server of our own for IMAP and POP3: a dovecot in a temporary folder."""

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from imapclient import IMAPClient

from helpwell.channels.tests.certificates import certificate

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login {mechanisms}
auth_failure_delay = 0 s
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 100
imap_idle_notify_interval = 60 s
{more}
passdb {{
  driver = static
  args = password=right
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop_port}
  }}
  inet_listener pop3s {{
    port = {tls_pop_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
"""
CONSENT = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/consent
}}
"""
INTROSPECTION = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass
class Dovecot:
    """The running server; every user name works with the password “right”."""

    folder: Path
    port: int
    tls_port: int
    pop_port: int
    tls_pop_port: int
    process: subprocess.Popen[bytes] | None = None

    def append(self, *mails: bytes, user: str = "support", folder: str = "INBOX") -> None:
        """Put mails into a mailbox."""
        with self.client(user) as client:
            for mail in mails:
                client.append(folder, mail)

    def lay_down(self, number: int, *, user: str = "support") -> None:
        """Put many small mails into a mailbox that exists, as a delivery agent does."""
        place = self.folder / "mail" / user / "new"
        for n in range(number):
            mail = f"From: grace@example.org\r\nSubject: number {n}\r\n\r\nHello\r\n"
            (place / f"{1_700_000_000 + n}.M{n}P1.host").write_text(mail)

    def folders(self, *names: str, user: str = "support") -> None:
        """Make folders in a mailbox."""
        with self.client(user) as client:
            for name in names:
                client.create_folder(name)

    def subjects(self, folder: str = "INBOX", *, user: str = "support") -> list[str]:
        """The subjects of the mails in a folder."""
        with self.client(user) as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(), ["ENVELOPE"])
            return [found[uid][b"ENVELOPE"].subject.decode() for uid in sorted(found)]

    def expunge(self, uid: int, *, user: str = "support") -> None:
        """Remove a mail from a mailbox for good."""
        with self.client(user) as client:
            client.select_folder("INBOX")
            client.delete_messages([uid])
            client.uid_expunge([uid])

    def flags(self, user: str = "support") -> dict[int, tuple[bytes, ...]]:
        """What is marked on every mail of a mailbox."""
        with self.client(user) as client:
            client.select_folder("INBOX", readonly=True)
            return {
                uid: said[b"FLAGS"]
                for uid, said in client.fetch(client.search(), ["FLAGS"]).items()
            }

    def count_anew(self, user: str = "support") -> None:
        """Give the mailbox a new UIDVALIDITY, as a restored or rebuilt one has."""
        for file in (self.folder / "mail" / user).glob("dovecot*"):
            if file.is_file():
                file.unlink()
        uids = self.folder / "mail" / user / "dovecot-uidlist"
        uids.write_text(f"3 V{int(time.time()) + 1000} N1 G{os.urandom(16).hex()}\n")
        if os.getuid() == 0:
            shutil.chown(uids, _account().pw_name)

    @contextmanager
    def client(self, user: str = "support") -> Iterator[IMAPClient]:
        """A client of the test's own."""
        with IMAPClient("127.0.0.1", self.port, ssl=False) as client:
            client.login(user, "right")
            yield client

    def start(self) -> None:
        """Start and wait until it answers."""
        self.process = subprocess.Popen([_program(), "-F", "-c", str(self.folder / "conf")])
        for _ in range(800):  # a busy machine takes its time
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        log = self.folder / "log"
        raise RuntimeError(log.read_text() if log.exists() else "dovecot does not answer")

    def stop(self) -> None:
        """Stop; every connection is cut."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process = None


@contextmanager
def dovecot_server(*, consent_url: str = "", more: str = "") -> Iterator[Dovecot]:
    """A dovecot that lives as long as the block; tokens are looked up at `consent_url`, and `more`
    is added to its configuration."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    folder.chmod(0o755)
    server = Dovecot(folder, *(free_port() for _ in range(4)))
    _lay_out(server, consent_url, more)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(server: Dovecot, consent_url: str, more: str) -> None:
    account = _account()
    cert, key = certificate()
    for name in ("run", "state", "mail"):
        (server.folder / name).mkdir()
    shutil.copy(cert, server.folder / "cert.pem")
    shutil.copy(key, server.folder / "key.pem")
    if os.getuid() == 0:
        shutil.chown(server.folder / "mail", account.pw_name, account.pw_gid)
    (server.folder / "consent").write_text(INTROSPECTION.format(url=consent_url))
    (server.folder / "conf").write_text(
        CONFIGURATION.format(
            folder=server.folder,
            port=server.port,
            tls_port=server.tls_port,
            pop_port=server.pop_port,
            tls_pop_port=server.tls_pop_port,
            mechanisms="xoauth2 oauthbearer" if consent_url else "",
            more=more + (CONSENT.format(folder=server.folder) if consent_url else ""),
            user=account.pw_name,
            group=grp.getgrgid(account.pw_gid).gr_name,
            uid=account.pw_uid,
            gid=account.pw_gid,
        )
    )


def _account() -> pwd.struct_passwd:
    """Whom the server's processes run as: ourselves, or nobody much when we are root."""
    return pwd.getpwnam("daemon" if os.getuid() == 0 else getpass.getuser())


def _program() -> str:
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip("dovecot is not installed: apt-get install dovecot-imapd dovecot-pop3d")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
