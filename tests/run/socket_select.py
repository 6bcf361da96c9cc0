# One thread that serves many: select, poll, epoll and selectors on sockets that never wait.
# no trace: the library's modules are long, and CPython has imported some of them before
import select
import selectors
import socket

server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
address = server.getsockname()
clients = [socket.create_connection(address) for _ in range(3)]
for number, client in enumerate(clients):
    client.sendall(b"client %d" % number)
print(select.select([server], [], [], 5)[0] == [server], select.select(clients, [], [], 0), len(select.select([], clients, [])[1]))
connections = []
while len(connections) < 3:
    readable, _, _ = select.select([server, *connections], [], [], 5)
    if server in readable:
        connection, _ = server.accept()
        connection.setblocking(False)
        connections.append(connection)
for connection in select.select(connections, [], [], 5)[0]:
    connection.send(b"to " + connection.recv(100))
for client in clients:
    print(client.recv(100))

poll = select.poll()
for client in clients:
    poll.register(client, select.POLLIN)
print(poll.poll(0))
connections[1].send(b"x")
connections[2].close()
print(sorted((event, clients[[c.fileno() for c in clients].index(number)].recv(5)) for number, event in poll.poll(1000)))

with selectors.DefaultSelector() as selector:
    heard = {}
    selector.register(server, selectors.EVENT_READ, "server")
    for key, client in zip("ab", clients):
        selector.register(client, selectors.EVENT_READ | selectors.EVENT_WRITE, key)
    print(sorted((key.data, events) for key, events in selector.select()))
    for key, client in zip("ab", clients):
        selector.modify(client, selectors.EVENT_READ, key)
    print(selector.select(0.01))
    connections[0].send(b"to a")
    more = socket.create_connection(address)
    while len(heard) < 2:
        for key, events in selector.select():
            heard[key.data] = key.fileobj.accept()[0] if key.data == "server" else key.fileobj.recv(10)
    print(sorted(heard), heard["a"])
    heard["server"].close()
    print(more.recv(1))

waiting = socket.socket()
waiting.setblocking(False)
try:
    waiting.connect(address)
except BlockingIOError as error:
    print(error)
print(select.select([], [waiting], [], 5)[1] == [waiting], waiting.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
for one in [server, more, waiting, *clients, *connections]:
    one.close()
try:
    select.select([server], [], [])
except ValueError as error:
    print(error)
