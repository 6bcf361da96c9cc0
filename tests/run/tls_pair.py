# no trace: the library's modules are long
"""TLS over pairs of sockets, between two threads: handshakes, data, ends, and what goes wrong."""
import os
import socket
import ssl
import tempfile
import threading

from lib_tls_identity import CERTIFICATE, KEY

folder = tempfile.mkdtemp()
path = os.path.join(folder, "identity.pem")
with open(path, "w") as file:
    file.write(KEY + CERTIFICATE)

server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(path)
client_context = ssl.create_default_context(cadata=CERTIFICATE)
print(client_context.verify_mode, client_context.check_hostname, server_context.verify_mode)
print(client_context.cert_store_stats(), client_context.get_ca_certs()[0]["subject"])


def connect(serve, **options):
    """A client's side of a connection, and the thread that has the other side."""
    near, far = socket.socketpair()

    def run():
        with far:
            try:
                with server_context.wrap_socket(far, server_side=True) as connection:
                    serve(connection)
            except OSError as error:
                outcomes.append(f"server: {type(error).__name__}: {error}")

    thread = threading.Thread(target=run)
    thread.start()
    try:
        return client_context.wrap_socket(near, **options), thread
    except ssl.SSLError as error:
        outcomes.append(f"client: {type(error).__name__}: {error}")
        near.close()
        return None, thread


outcomes = []


def told():
    print("\n".join(sorted(outcomes)))
    outcomes.clear()


def echo(connection):
    while data := connection.recv(1000):
        connection.sendall(data.upper())
    outcomes.append(f"the end, with {connection.version()}")


client, thread = connect(echo, server_hostname="opscope.test")
print(client.version(), client.cipher()[2], client.server_hostname, client.session_reused)
certificate = client.getpeercert()
print({name: certificate[name] for name in ("subject", "serialNumber", "notAfter", "subjectAltName")})
for words in (b"one", b"two and three"):
    client.sendall(words)
    print(client.recv(100))
print(client.pending(), client.read.__name__)
client.unwrap().close()
thread.join()
told()

# Much at once: more than the pair of sockets holds.
client, thread = connect(lambda connection: connection.sendall(bytes(range(256)) * 4000),
                         server_hostname="www.opscope.test")
with client.makefile("rb") as stream:
    data = stream.read()
print(len(data), data == bytes(range(256)) * 4000)
client.close()
thread.join()

# Whom it does not trust, and what it does not wait for.
_, thread = connect(echo, server_hostname="elsewhere.test")
thread.join()
told()
_, thread = connect(echo, server_hostname="127.0.0.2")
thread.join()
told()
client, thread = connect(echo, server_hostname="127.0.0.1")
client.settimeout(0.05)
try:
    client.recv(10)
except TimeoutError as error:
    print(repr(error))
client.setblocking(False)
try:
    client.recv(10)
except ssl.SSLWantReadError as error:
    print(repr(error), error.errno == ssl.SSL_ERROR_WANT_READ)
client.close()
thread.join()
told()

near, far = socket.socketpair()
far.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")
try:
    client_context.wrap_socket(near, server_hostname="opscope.test")
except ssl.SSLError as error:
    print(error.reason, error.library, error)
near.close()
far.close()

# Alerts; OpenSSL has texts for some that CPython has no name for.
for alert in (40, 70, 116, 120, 255):
    near, far = socket.socketpair()
    far.sendall(bytes([21, 3, 3, 0, 2, 2, alert]))
    try:
        client_context.wrap_socket(near, server_hostname="opscope.test")
    except ssl.SSLError as error:
        print(alert, error.reason, error)
    near.close()
    far.close()

os.remove(path)
os.rmdir(folder)
try:
    server_context.load_cert_chain(path)
except FileNotFoundError as error:
    print(error)
