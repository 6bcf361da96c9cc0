# Datagrams: each is whole or not there at all, and says who sent it.
# no trace: the library's modules are long, and CPython has imported some of them before
import socket
import threading

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
address = server.getsockname()


def serve():
    while True:
        data, sender = server.recvfrom(1000)
        if not data:
            break
        server.sendto(data[::-1], sender)


thread = threading.Thread(target=serve)
thread.start()
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    for word in b"hello", b"datagram":
        print(client.sendto(word, address))
        answer, sender = client.recvfrom(100)
        print(answer, sender == address)
    client.connect(address)
    print(client.send(b"connected"), client.recv(4), client.getpeername() == address)
    client.sendto(b"cut", 0, address)
    print(client.recv(1), client.send(b"into"), (buffer := bytearray(6)), client.recvfrom_into(buffer)[0], buffer)
    client.send(b"long enough")
    print(client.recv(2, socket.MSG_PEEK), client.recv_into(bytearray(3), 3, socket.MSG_TRUNC))
    client.settimeout(0.01)
    try:
        client.recv(1)
    except TimeoutError as error:
        print(error)
    print(client.send(b""))
thread.join()
server.close()
for wrong in (lambda: client.sendto(b"x", address), lambda: client.sendto(b"x"), lambda: client.sendto(b"x", "here"),
              lambda: client.sendto("x", address), lambda: client.recvfrom(-1), lambda: client.recvfrom_into(bytearray(1), 2)):
    try:
        wrong()
    except (OSError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
