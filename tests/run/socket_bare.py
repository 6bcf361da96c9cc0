# The module _socket itself, without the library around it.
# no trace: the numbers of descriptors are on the stack
import _socket
import _thread

server = _socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
address = server.getsockname()
client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
client.connect(address)
descriptor, peer = server._accept()
connection = _socket.socket(fileno=descriptor)
print(peer == client.getsockname(), connection.getpeername() == peer, client.getpeername() == address)
print(connection.family, connection.type, connection.proto, connection.timeout)
client.sendall(b"bytes")
print(connection.recv(10))
done = _thread.allocate_lock()
done.acquire()


def echo():
    while data := connection.recv(100):
        connection.sendall(data[::-1])
    connection.close()
    done.release()


_thread.start_new_thread(echo, ())
buffer = bytearray(6)
for word in b"backwards", b"and", b"forwards":
    print(client.send(word), client.recv_into(buffer), buffer)
    if len(word) > 6:
        print(client.recv(10))
client.shutdown(_socket.SHUT_WR)
done.acquire()
print(client.recv(5))
client.close()
server.close()

datagrams = [_socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM) for _ in range(2)]
for one in datagrams:
    one.bind(("localhost", 0))
print(datagrams[0].sendto(b"datagram", datagrams[1].getsockname()))
data, sender = datagrams[1].recvfrom(100)
print(data, sender == datagrams[0].getsockname())
datagrams[0].settimeout(0.001)
for wrong in (lambda: datagrams[0].recv(5), lambda: client.connect(address), lambda: server._accept(), lambda: _socket.socket(99),
              lambda: datagrams[0].getsockopt(1, 99), lambda: _socket.getaddrinfo("a.b.c.d.e", 1, flags=_socket.AI_NUMERICHOST)):
    try:
        wrong()
    except OSError as error:
        print(type(error).__name__, error)
print(_socket.getaddrinfo(None, 80, _socket.AF_INET, _socket.SOCK_STREAM), _socket.inet_aton("127.1"))
for one in datagrams:
    print(one.fileno() == one.detach(), one.fileno())
print([one.recv(5) for one in _socket.socketpair() if one.close()], len(_socket.socketpair()))
