# Streams and transports over a pair of sockets: what asyncio can do without a network.
# no trace: the library's modules are long
import asyncio
import socket


async def serve(sock):
    reader, writer = await asyncio.open_connection(sock=sock)
    while line := await reader.readline():
        print("server got", line)
        writer.write(line.upper())
        await writer.drain()
    print("server: end of file")
    writer.close()
    await writer.wait_closed()


async def main():
    ours, theirs = socket.socketpair()
    server = asyncio.create_task(serve(theirs))
    reader, writer = await asyncio.open_connection(sock=ours)
    for word in (b"one", b"two"):
        writer.write(word + b"\n")
        print("client got", await reader.readline())
    writer.write_eof()
    print("client: the rest", await reader.read(), reader.at_eof())
    writer.close()
    await writer.wait_closed()
    await server
    loop = asyncio.get_running_loop()
    left, right = socket.socketpair()
    left.setblocking(False)
    right.setblocking(False)
    await loop.sock_sendall(left, b"raw bytes")
    print(await loop.sock_recv(right, 100))
    buffer = bytearray(4)
    await loop.sock_sendall(left, b"raw")
    print(await loop.sock_recv_into(right, buffer), buffer)
    waiting = loop.create_future()
    loop.add_reader(right, waiting.set_result, "readable")
    left.send(b"x")
    print(await waiting, loop.remove_reader(right), loop.remove_reader(right))
    left.shutdown(socket.SHUT_WR)
    print(right.recv(9), right.recv(9))
    left.close()
    right.close()


asyncio.run(main())
