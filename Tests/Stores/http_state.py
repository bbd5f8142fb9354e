"""A server of the HTTP state protocol for tests, with the rules and oddities of GitLab or Gitea, or Terraform's plain ones, or
"careless": it takes writes and frees the lock whatever id it is told.

Prints one line of JSON with its port. Everything under /_ is for the test alone and asks for no credentials.
"""

import base64
import hashlib
import json
import re
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GITLAB = sys.argv[1] == "gitlab"
CARELESS = sys.argv[1] == "careless"
# How the lock is asked for and freed.
LOCK, UNLOCK = ("LOCK", "UNLOCK") if sys.argv[1] in ("plain", "careless") else ("POST", "DELETE")
USER, PASSWORD = "gitlab-ci-token", "a-job-token-that-nobody-may-see"
MEMBERS = ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"]


class State:
    mutex = threading.RLock()
    content = None
    serials: list[int] = []
    lock = None
    # When it was given and freed, and whose it was.
    locks: list[list] = []
    # What a state that does not exist is answered with.
    absent = 404
    # Whether a refused lock says who holds it.
    named = True
    # Whether everybody is given the lock.
    lies = False
    requests: list[list] = []
    role = "maintainer"
    lost = 0
    # What every write is refused with, if it is.
    unwritable = 0
    # The requests, by their number, that are refused with a status.
    refused: dict[int, int] = {}
    running = threading.Event()
    seen = 0
    stop: tuple | None = None
    reached = threading.Event()
    go = threading.Event()
    settled = threading.Event()


State.running.set()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=None):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        if url.path.startswith("/_"):
            return self.control(url.path[2:], query, body)
        State.running.wait()
        with State.mutex:
            State.requests.append([self.command, self.path])
            State.seen += 1
            stops = State.stop[1] if State.stop and State.stop[0] == State.seen else None
            refusal = State.refused.pop(State.seen, None)
        if refusal:
            return self.answer(refusal, b"refused")
        if stops == "before":
            self.stop()
        with State.mutex:
            result = self.result(url, query, body)
        if stops == "after":
            self.stop()
        if stops:
            State.settled.set()
        if result is None:
            self.close_connection = True
        else:
            self.answer(*result)

    def stop(self):
        """Keeps whoever asks waiting until the test says otherwise."""
        State.reached.set()
        State.go.wait()

    def result(self, url, query, body):
        expected = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != expected:
            # Some proxies show what they were sent.
            return 401, f"HTTP Basic: Access denied: {self.headers.get('Authorization')}".encode()
        if State.role == "stranger":
            return 404, {"message": "404 Project Not Found"}
        if url.path.endswith("/lock"):
            return self.lock_request(query, body)
        if self.command == "GET":
            if State.role == "reporter":
                return 403, {"message": "403 Forbidden"}
            return (200, State.content) if State.content else (State.absent,)
        return self.write(query, body)

    do_GET = do_POST = do_PUT = do_DELETE = do_LOCK = do_UNLOCK = handle_any

    def lock_request(self, query, body):
        if State.role != "maintainer":
            return 403, {"message": "403 Forbidden"}
        info = json.loads(body or b"{}")
        if self.command == LOCK:
            if any(name not in info for name in MEMBERS):
                return 400, {"error": "a member is missing"}
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", info["Created"]):
                return 400, {"error": "Created is not of RFC 3339"}
            if State.lock is None or State.lies:
                State.lock = info
                State.locks.append([time.monotonic(), "lock", info["Who"]])
                return (200,)
            if not State.named:
                return (423,)
            if GITLAB:
                # Only these are the holder's; the rest is the refused request's.
                mixed = dict(info)
                mixed.update({name: State.lock[name] for name in ("ID", "Who", "Created")})
                return 409, mixed
            return 423, State.lock
        if self.command == UNLOCK:
            given = query.get("ID", [None])[0] if UNLOCK == "DELETE" else info.get("ID")
            if not CARELESS and State.lock is not None and given is not None and State.lock["ID"] != given:
                return 409, State.lock
            if State.lock is None and given is not None:
                return (409 if GITLAB else 200,)
            if State.lock is not None:
                State.locks.append([time.monotonic(), "unlock", State.lock["Who"]])
            State.lock = None
            return (200,)
        return (405,)

    def write(self, query, body):
        if State.role != "maintainer":
            return 403, {"message": "403 Forbidden"}
        if State.unwritable:
            return State.unwritable, b"refused"
        held = State.lock["ID"] if State.lock else None
        if not CARELESS and query.get("ID", [None])[0] != held:
            return (409 if GITLAB else 423), State.lock or b""
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()
        if self.headers.get("Content-MD5") != digest:
            return 400, b"Content-MD5"
        if GITLAB:
            serial = json.loads(body).get("serial")
            if not isinstance(serial, int) or serial <= max(State.serials, default=-1):
                return 422, {"message": "serial"}
            State.serials.append(serial)
        State.content = body
        if State.lost > 0:
            State.lost -= 1
            return None
        return (200,)

    def control(self, name, query, body):
        body = query.get("body", [""])[0].encode()
        with State.mutex:
            if name == "requests":
                result, State.requests = State.requests, []
                return self.answer(200, result)
            if name == "state":
                return self.answer(200, {"lock": State.lock, "content": (State.content or b"").decode()})
            if name == "locks":
                return self.answer(200, State.locks)
            if name == "break":
                State.lock = None
            elif name == "lock":
                State.lock = json.loads(body)
            elif name == "content":
                State.content = body
            elif name == "role":
                State.role = query["is"][0]
            elif name == "absent":
                State.absent = int(query["is"][0])
            elif name == "lie":
                State.lies = True
            elif name == "unnamed":
                State.named = False
            elif name == "lose":
                State.lost = int(query["writes"][0])
            elif name == "unwritable":
                State.unwritable = int(query["is"][0])
            elif name == "refuse":
                State.seen, State.refused = 0, {int(number): int(query["is"][0]) for number in query["at"]}
            elif name == "stop":
                State.seen, State.stop = 0, (int(query["at"][0]), query["is"][0])
        if name == "reached":
            # False when the run has ended before it came so far.
            return self.answer(200, State.reached.wait(20) and b"true" or b"false")
        if name == "go":
            State.stop = None
            State.go.set()
            if State.reached.is_set():
                State.settled.wait(10)
        elif name == "hang":
            State.running.clear()
        elif name == "run":
            State.running.set()
        return self.answer(200, b"{}")



class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        """Whoever was killed does not take the answer any more."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, address)


server = Server(("127.0.0.1", 0), Handler)
print(json.dumps({"port": server.server_port}), flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
