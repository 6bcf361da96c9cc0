# no trace: the library's modules are long
"""TLS without sockets: two sides in one thread, whose bytes the program itself carries from one to the other."""
import asyncio
import os
import ssl
import tempfile

from lib_tls_identity import CERTIFICATE, KEY

with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
    file.write(KEY + CERTIFICATE)


def contexts():
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file.name)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.load_verify_locations(cadata=CERTIFICATE)
    return client, server


class Side:
    def __init__(self, context, **options):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, **options)

    def attempt(self, function, *arguments):
        try:
            return function(*arguments)
        except ssl.SSLWantReadError:
            return "wants to read"


def carry(one, other):
    other.incoming.write(one.outgoing.read())
    one.incoming.write(other.outgoing.read())


def meet(client_context, server_context, session=None):
    client = Side(client_context, server_hostname="opscope.test", session=session)
    server = Side(server_context, server_side=True)
    rounds = 0
    while [client.attempt(client.tls.do_handshake), server.attempt(server.tls.do_handshake)] != [None, None]:
        carry(client, server)
        rounds += 1
    carry(client, server)
    return client, server, rounds


client_context, server_context = contexts()
client_context.set_alpn_protocols(["h2", "http/1.1"])
server_context.set_alpn_protocols(["http/1.1"])
asked = []
server_context.sni_callback = lambda connection, name, context: asked.append((name, context is server_context))
client, server, rounds = meet(client_context, server_context)
print(rounds, asked, client.tls.selected_alpn_protocol(), server.tls.selected_alpn_protocol())
print(client.tls.version(), client.tls.cipher() == server.tls.cipher(), server.tls.getpeercert())
print(client.tls.get_channel_binding() == server.tls.get_channel_binding())

print(client.tls.write(b"a word"), client.outgoing.pending > 6, server.attempt(server.tls.read, 100))
carry(client, server)
buffer = bytearray(4)
print(server.tls.read(100, buffer), buffer, server.tls.pending(), server.tls.read())
print(server.attempt(server.tls.read, 100))

# Another time they remember each other.
server.tls.write(b"x")
carry(client, server)
print(client.tls.read())
session = client.tls.session
print(type(session).__name__, session == client.tls.session, session.has_ticket)
again, _, _ = meet(client_context, server_context, session)
print(client.tls.session_reused, again.tls.session_reused)

# An end that was not announced, and one that was.
server.incoming.write_eof()
print(server.incoming.eof, repr(server.tls.read(10)))
try:
    server.incoming.write(b"more")
except ssl.SSLError as error:
    print(error)

# The server says no.
server_context.sni_callback = lambda connection, name, context: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
for side in (0, 1):
    client, server = Side(client_context, server_hostname="opscope.test"), Side(server_context, server_side=True)
    client.attempt(client.tls.do_handshake)
    carry(client, server)
    try:
        server.tls.do_handshake()
    except ssl.SSLError as error:
        print(error)
carry(server, client)
try:
    client.tls.do_handshake()
except ssl.SSLError as error:
    print(error.reason)

# Versions that both sides have.
client_context, server_context = contexts()
client_context.maximum_version = server_context.minimum_version = ssl.TLSVersion.TLSv1_2
client, server, _ = meet(client_context, server_context)
print(client.tls.version(), server.tls.version(), client_context.maximum_version)
messages = []
client_context._msg_callback = lambda side, way, version, kind, message, data: messages.append((way, kind.name))
meet(client_context, server_context)
print(len(messages), messages[:4])


# The same under asyncio.
async def serve(reader, writer):
    line = await reader.readline()
    writer.write(line[::-1])
    await writer.drain()
    writer.close()


async def main():
    client_context, server_context = contexts()
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client_context)
    print(writer.get_extra_info("ssl_object").version())
    writer.write(b"forwards\n")
    print(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()


asyncio.run(main())
os.remove(file.name)
