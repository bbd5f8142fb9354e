"""A server of the HTTP state protocol for tests, with GitLab's rules and oddities, or with Terraform's plain ones.

Prints one line of JSON with its port. Everything under /_ is for the test alone and asks for no credentials.
"""

import base64
import hashlib
import json
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GITLAB = sys.argv[1] == "gitlab"
USER, PASSWORD = "gitlab-ci-token", "a-job-token-that-nobody-may-see"
MEMBERS = ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"]


class State:
    mutex = threading.RLock()
    content = None
    serials: list[int] = []
    lock = None
    requests: list[list] = []
    role = "maintainer"
    lost = 0
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
            return 401, b"HTTP Basic: Access denied"
        if url.path.endswith("/lock"):
            return self.lock_request(query, body)
        if self.command == "GET":
            return (200, State.content) if State.content else (404,)
        return self.write(query, body)

    do_GET = do_POST = do_PUT = do_DELETE = do_LOCK = do_UNLOCK = handle_any

    def lock_request(self, query, body):
        if State.role != "maintainer":
            return 403, {"message": "403 Forbidden"}
        info = json.loads(body or b"{}")
        locks = ("POST",) if GITLAB else ("LOCK",)
        unlocks = ("DELETE",) if GITLAB else ("UNLOCK",)
        if self.command in locks:
            if any(name not in info for name in MEMBERS):
                return 400, {"error": "a member is missing"}
            if State.lock is None:
                State.lock = info
                return (200,)
            if GITLAB:
                # Only these are the holder's; the rest is the refused request's.
                mixed = dict(info)
                mixed.update({name: State.lock[name] for name in ("ID", "Who", "Created")})
                return 409, mixed
            return 423, State.lock
        if self.command in unlocks:
            given = query.get("ID", [None])[0] if GITLAB else info.get("ID")
            if State.lock is not None and given is not None and State.lock["ID"] != given:
                return 409, State.lock
            if State.lock is None and given is not None:
                return (409 if GITLAB else 200,)
            State.lock = None
            return (200,)
        return (405,)

    def write(self, query, body):
        if State.role != "maintainer":
            return 403, {"message": "403 Forbidden"}
        held = State.lock["ID"] if State.lock else None
        if query.get("ID", [None])[0] != held:
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
            if name == "break":
                State.lock = None
            elif name == "lock":
                State.lock = json.loads(body)
            elif name == "content":
                State.content = body
            elif name == "role":
                State.role = query["is"][0]
            elif name == "lose":
                State.lost = int(query["writes"][0])
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


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(json.dumps({"port": server.server_port}), flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
