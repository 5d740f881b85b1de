"""A PostgreSQL for one measurement: in a folder of its own, on loopback, with settings that keep what was committed."""
import os, pathlib, secrets, shutil, signal, socket, subprocess, sys, threading


def programs():
    """Debian's folder of the newest version, or wherever PATH has them."""
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = versions[-1] if versions else pathlib.Path(shutil.which("postgres") or "/nowhere").parent
    if not (found / "postgres").exists():
        sys.exit("There is no PostgreSQL here: install Debian's package postgresql.")
    return found


class PostgreSQL:
    """Started, asked, and stopped by its process id."""

    # The defaults of both, said aloud: a durable transaction waits for the disk.
    SETTINGS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

    def __init__(self, folder):
        self.programs, self.folder = programs(), pathlib.Path(folder, "postgresql")
        self.password, self.secret = secrets.token_hex(16), secrets.token_urlsafe(48)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        # PostgreSQL refuses to run as root; Debian's package has made a user for it.
        self.owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        self.folder.mkdir()
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if self.owner:
            os.chmod(folder, 0o711)
            for path in (self.folder, password_file):
                shutil.chown(path, "postgres", "postgres")
        data = self.folder / "data"
        subprocess.run(
            [self.programs / "initdb", "--pgdata", data, "--username=sallyport", f"--pwfile={password_file}",
             "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **self.owner)
        settings = {**self.SETTINGS, "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": ""}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", data, *options], cwd="/", stderr=subprocess.PIPE, text=True, **self.owner)
        for line in self.process.stderr:
            if "ready to accept connections" in line:
                break
        else:
            sys.exit(f"PostgreSQL ended with {self.process.wait()}")
        # Nobody reads on; it must not wait for that.
        threading.Thread(target=lambda: [None for _ in self.process.stderr], daemon=True).start()
        self.query("CREATE DATABASE bench TEMPLATE template0", "postgres")

    def query(self, statement, database="bench"):
        return subprocess.run(
            [self.programs / "psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--host=127.0.0.1",
             f"--port={self.port}", "--username=sallyport", f"--dbname={database}", f"--command={statement}"],
            env={**os.environ, "PGPASSWORD": self.password}, check=True, capture_output=True, text=True).stdout.strip()

    @property
    def version(self):
        return self.query("SHOW server_version").split()[0]

    @property
    def environment(self):
        """What a node is configured with."""
        return {
            "DB_CLIENT": "pg", "SECRET": self.secret,
            "DB_CONNECTION_STRING": f"postgres://sallyport:{self.password}@127.0.0.1:{self.port}/bench",
        }

    def stop(self):
        """At once; what it has stored is thrown away with its folder."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
