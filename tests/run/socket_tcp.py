# Sockets over TCP on this machine: a server in a thread, what connections are, what goes wrong.
# no trace: the library's modules are long, and CPython has imported some of them before
import errno
import socket
import threading


def serve(server, clients):
    for _ in range(clients):
        connection, address = server.accept()
        with connection:
            assert address == connection.getpeername()
            while data := connection.recv(1000):
                connection.sendall(data.upper())


with socket.create_server(("127.0.0.1", 0)) as server:
    host, port = server.getsockname()
    print(host, server.family.name, server.type.name, server.proto, server.gettimeout(), server.getblocking())
    thread = threading.Thread(target=serve, args=(server, 3))
    thread.start()
    for words in (b"one two", b"three"), (b"four",):
        with socket.create_connection(("localhost", port)) as client:
            for word in words:
                print(client.send(word), client.recv(100))
            print(client.getpeername() == (host, port), client.getsockname()[0])
            client.shutdown(socket.SHUT_WR)
            print(client.recv(100))
        print(client.fileno())

    with socket.socket() as client:  # all of a long text, in both directions at once
        text = bytes(range(97, 123)) * 20000
        print(client.connect_ex((host, port)))
        sender = threading.Thread(target=lambda: (client.sendall(text), client.shutdown(socket.SHUT_WR)))
        sender.start()
        received = bytearray()
        while data := client.recv(65536):
            received += data
        sender.join()
        print(len(received), received == text.upper())
    thread.join()

    # to and from buffers and files
    client = socket.create_connection((host, port))
    other, _ = server.accept()
    buffer = bytearray(10)
    print(other.sendall(b"abcdef"), client.recv_into(buffer, 4), client.recv_into(memoryview(buffer)[4:]), buffer)
    print(other.sendall(b"peek"), client.recv(2, socket.MSG_PEEK), client.recv(10))
    other.sendall(b"twelve")
    print(client.recv(3) + client.recv(3, socket.MSG_WAITALL))
    with other.makefile("w") as out, client.makefile() as lines:
        print("first\nsecond", file=out)
        out.flush()
        other.shutdown(socket.SHUT_WR)
        print(list(lines))
    print(client.recv(5), client.recvfrom(5), client.recv(0))

    # without waiting, and not for long
    client.sendall(b"x")
    other.setblocking(False)
    print(other.getblocking(), other.gettimeout(), other.timeout, other.recv(5))
    for wait in 0, 0.01:
        other.settimeout(wait)
        try:
            other.recv(5)
        except OSError as error:
            print(type(error).__name__, error, error.errno == errno.EAGAIN)
    server.settimeout(0.01)
    try:
        server.accept()
    except TimeoutError as error:
        print(repr(error))

    # options, and other descriptors of the same socket
    other.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(other.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), server.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\5\0\0\0")
    print(other.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))
    same = other.dup()
    again = socket.socket(fileno=same.detach())
    print(same.fileno(), again.family, again.type, again.proto, again.fileno() != other.fileno())
    other.close()
    client.sendall(b"still there")
    print(again.recv(20))
    again.close()
    try:
        client.sendall(b"x")
        client.recv(5)
        client.sendall(b"x")
    except OSError as error:
        print(isinstance(error, (BrokenPipeError, ConnectionResetError)))
    client.close()

for action in (lambda: socket.create_connection((host, port)), lambda: client.send(b"x"), lambda: server.accept(),
               lambda: client.getpeername(), lambda: socket.socket().getpeername(), lambda: socket.socket().bind(5),
               lambda: socket.socket().bind((host, 70000)), lambda: socket.socket(type=99),
               lambda: client.settimeout(-1), lambda: socket.socket(fileno=-1)):
    try:
        action()
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
print(client, socket.socket().connect_ex((host, port)) == errno.ECONNREFUSED)
socket.setdefaulttimeout(2.5)
with socket.socket() as client:
    print(socket.getdefaulttimeout(), client.gettimeout(), client.getblocking())
