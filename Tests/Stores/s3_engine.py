"""Starts a real S3 engine for tests, with a bucket called `states`, behind a proxy that counts, hangs and lies on demand.

`s3_engine.py moto|weed`. Prints one line of JSON: the proxy's port, and credentials. Ends with its standard input. What the
proxy is told to do goes to /_requests, /_lie and /_tell (it drops If-None-Match), /_hang, /_run, /_expire?body=KEY (from then on
what is signed with that access key is answered as S3 answers it once its session is over), /_marks?body=weak|none (what becomes of
ETags on their way), /_collide (the next DELETE is answered as one that collides with another request).
"""

import atexit
import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KIND = sys.argv[1]
TOOLS = pathlib.Path(sys.executable).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Failed(Exception):
    """An engine ended at once, or waits for a part of itself for ever: somebody else has taken one of its ports since it was
    found free."""


def started(start):
    for _ in range(5):
        try:
            return start()
        except Failed as failed:
            print(f"{KIND} {failed}, trying other ports", file=sys.stderr)
    raise SystemExit(f"{KIND} does not start")


def launched(command, **options):
    """A process that ends with this one, however this one ends."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )
    atexit.register(process.wait)
    atexit.register(process.kill)
    return process


def wait_for(port, process):
    end = time.monotonic() + 40
    while time.monotonic() < end:
        if process.poll() is not None:
            raise Failed(f"ended with {process.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    process.kill()
    process.wait()
    raise Failed("does not answer")


def start_moto():
    port = free_port()
    variables = dict(os.environ, INITIAL_NO_AUTH_ACTION_COUNT="4")
    process = launched([TOOLS / "moto_server", "-H", "127.0.0.1", "-p", str(port)], env=variables)
    for _ in range(300):
        if process.poll() is not None:
            raise Failed(f"ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    else:
        process.kill()
        process.wait()
        raise Failed("does not answer")
    import boto3

    options = dict(
        endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
        aws_access_key_id="setup", aws_secret_access_key="setup",
    )
    iam = boto3.client("iam", **options)
    iam.create_user(UserName="ci")
    key = iam.create_access_key(UserName="ci")["AccessKey"]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="ci", PolicyName="all", PolicyDocument=json.dumps(policy))
    boto3.client("s3", **options).create_bucket(Bucket="states")
    # From here on every signature is checked.
    options.update(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    iam = boto3.client("iam", **options)
    role = iam.create_role(RoleName="ci", AssumeRolePolicyDocument=json.dumps(policy))["Role"]["Arn"]
    iam.put_role_policy(RoleName="ci", PolicyName="all", PolicyDocument=json.dumps(policy))
    sts = boto3.client("sts", **options)
    session, next_session = (
        sts.assume_role(RoleArn=role, RoleSessionName=name)["Credentials"] for name in ("ci", "next")
    )
    return port, {
        "key": key["AccessKeyId"], "secret": key["SecretAccessKey"],
        "session_key": session["AccessKeyId"], "session_secret": session["SecretAccessKey"],
        "session": session["SessionToken"],
        "next_key": next_session["AccessKeyId"], "next_secret": next_session["SecretAccessKey"],
        "next": next_session["SessionToken"],
    }


def start_weed(folder):
    port = free_port()
    config = pathlib.Path(folder) / "s3.json"
    secret = "a-secret-key-that-nobody-may-see"
    config.write_text(json.dumps({"identities": [{
        "name": "ci", "credentials": [{"accessKey": "K", "secretKey": secret}],
        "actions": ["Admin", "Read", "Write", "List"],
    }]}))
    options = [
        f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.port={port}",
        f"-s3.config={config}", "-master.volumeSizeLimitMB=64", "-volume.max=10", "-master.telemetry=false",
        f"-master.port={free_port()}", f"-volume.port={free_port()}", f"-filer.port={free_port()}",
        f"-s3.port.grpc={free_port()}", f"-master.port.grpc={free_port()}",
        f"-volume.port.grpc={free_port()}", f"-filer.port.grpc={free_port()}",
    ]
    process = launched([TOOLS / "weed", "server", *options])
    wait_for(port, process)
    import boto3

    s3 = boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
        aws_access_key_id="K", aws_secret_access_key=secret,
    )
    for _ in range(100):
        try:
            s3.create_bucket(Bucket="states")
            s3.put_object(Bucket="states", Key="ready", Body=b"")
            break
        except Exception as error:  # It answers before it is ready.
            problem = error
            time.sleep(0.2)
    else:
        raise SystemExit(f"{KIND} does not keep objects: {problem}")
    return port, {"key": "K", "secret": secret}


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    requests: list[list[str]] = []
    lies = False
    expired = None
    marks = None
    collides = False
    running = threading.Event()
    engine = 0

    def log_message(self, *_):
        pass

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/_"):
            return self.control(self.path[2:])
        Proxy.running.wait()
        Proxy.requests.append([self.command, self.path])
        if Proxy.expired and f"Credential={Proxy.expired}/" in self.headers.get("Authorization", ""):
            return self.answer(400, b"<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>")
        if Proxy.collides and self.command == "DELETE":
            Proxy.collides = False
            return self.answer(409, b"<Error><Code>ConditionalRequestConflict</Code></Error>")
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        if Proxy.lies:
            headers = {name: value for name, value in headers.items() if name.lower() != "if-none-match"}
        connection = http.client.HTTPConnection("127.0.0.1", Proxy.engine, timeout=30)
        connection.request(self.command, self.path, body or None, headers)
        response = connection.getresponse()
        content = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() == "etag" and Proxy.marks:
                if Proxy.marks == "none":
                    continue
                value = f"W/{value}"
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        connection.close()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any

    def answer(self, status, content):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def control(self, name):
        name, _, value = name.partition("?body=")
        content = b"{}"
        if name == "requests":
            content = json.dumps(Proxy.requests).encode()
            Proxy.requests = []
        elif name == "lie":
            Proxy.lies = True
        elif name == "tell":
            Proxy.lies = False
        elif name == "marks":
            Proxy.marks = value
        elif name == "collide":
            Proxy.collides = True
        elif name == "expire":
            Proxy.expired = value
        elif name == "hang":
            Proxy.running.clear()
        elif name == "run":
            Proxy.running.set()
        self.answer(200, content)


folder = tempfile.mkdtemp()
atexit.register(shutil.rmtree, folder, ignore_errors=True)
Proxy.engine, found = started(start_moto if KIND == "moto" else lambda: start_weed(tempfile.mkdtemp(dir=folder)))
Proxy.running.set()
# The signed host is the proxy's: the engines take whatever host the signature names.
server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
server.daemon_threads = True
print(json.dumps(dict(found, port=server.server_port)), flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
