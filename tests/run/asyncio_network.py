# Servers and clients of asyncio over TCP on this machine, datagrams, and a local socket.
# no trace: the library's modules are long
import asyncio
import os
import socket
import tempfile


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def talk(words, *address, **options):
    reader, writer = await asyncio.open_connection(*address, **options)
    heard = []
    for word in words.split():
        writer.write(word.encode() + b"\n")
        heard.append((await reader.readline()).decode().strip())
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    return heard


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(b"echo " + data, address)


class Listener(asyncio.DatagramProtocol):
    def __init__(self):
        self.heard = asyncio.Queue()

    def datagram_received(self, data, address):
        self.heard.put_nowait(data)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        for heard in await asyncio.gather(talk("one two three", host, port), talk("four five", "localhost", port), talk("", host, port)):
            print(heard)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "local")
        async with await asyncio.start_unix_server(serve, path):
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(b"a local line\n")
            print(await reader.readline())
            writer.close()
            await writer.wait_closed()

    loop = asyncio.get_running_loop()
    echo, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    transport, listener = await loop.create_datagram_endpoint(Listener, remote_addr=echo.get_extra_info("sockname"))
    for word in b"first", b"second":
        transport.sendto(word)
        print(await listener.heard.get())
    transport.close()
    echo.close()

    with socket.create_server((host, 0)) as plain:
        plain.setblocking(False)
        client = socket.socket()
        client.setblocking(False)
        _, (connection, _) = await asyncio.gather(loop.sock_connect(client, plain.getsockname()), loop.sock_accept(plain))
        await loop.sock_sendall(client, b"by hand")
        print(await loop.sock_recv(connection, 100))
        connection.close()
        client.close()
    async def nobody():
        with socket.create_server((host, 0)) as plain:
            plain.setblocking(False)
            await asyncio.wait_for(loop.sock_accept(plain), 0.01)

    for wrong in asyncio.open_connection(host, port), nobody():
        try:
            await wrong
        except (OSError, TimeoutError) as error:
            print(type(error).__name__)


asyncio.run(main())
