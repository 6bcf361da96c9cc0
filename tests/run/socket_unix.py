# Sockets of this machine only, by the name of a file; names that are in no folder; pairs.
# no trace: the library's modules are long, and CPython has imported some of them before
import os
import socket
import stat
import tempfile
import threading

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "socket")
    with socket.socket(socket.AF_UNIX) as server:
        print(repr(server.getsockname()))
        server.bind(path)
        server.listen()
        print(server.getsockname() == path, stat.S_ISSOCK(os.stat(path).st_mode))

        def serve():
            connection, address = server.accept()
            with connection, connection.makefile("rwb", buffering=0) as file:
                print(repr(address), repr(connection.getpeername()))
                for line in file:
                    file.write(line.title())

        thread = threading.Thread(target=serve)
        thread.start()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(path.encode())
            client.sendall(b"a local line\nand another\n")
            with client.makefile("r") as lines:
                print(lines.readline(), lines.readline(), client.getpeername() == path)
        thread.join()

    datagrams = os.path.join(folder, "datagrams")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        server.bind(datagrams)
        client.bind(b"\0a name of test %d" % os.getpid())
        print(client.sendto(b"who?", datagrams))
        data, sender = server.recvfrom(10)
        print(data, sender == client.getsockname(), sender[:15])
        server.sendto(b"you", sender)
        print(client.recv(10))
    for wrong in path, "x" * 108, 5, ("127.0.0.1", 80), os.path.join(folder, "nobody"):
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(wrong)
        except (OSError, TypeError) as error:
            print(type(error).__name__, error)

left, right = socket.socketpair()
print(left.family, left.type, repr(left.getsockname()), left.getblocking())
thread = threading.Thread(target=lambda: right.sendall(right.recv(10) * 2))
thread.start()
left.sendall(b"pair")
print(left.recv(10))
thread.join()
right.close()
print(left.recv(1))
left.close()
left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
with left, right:
    left.send(b"one")
    left.send(b"two")
    print(right.recv(10), right.recv(10))
