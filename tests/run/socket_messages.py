# Messages in pieces, with data beside the data: sendmsg and recvmsg; descriptors that travel.
# no trace: the library's modules are long, and CPython has imported some of them before
import array
import os
import socket

left, right = socket.socketpair()
with left, right:
    print(left.sendmsg([b"gath", bytearray(b"ered "), memoryview(b"message")]), right.recvmsg(100))
    left.sendall(b"scattered message")
    pieces = [bytearray(4), bytearray(6), bytearray(100)]
    print(right.recvmsg_into(pieces), [bytes(piece[:7]) for piece in pieces])

    # descriptors arrive as others of the same files
    reading, writing = os.pipe()
    numbers = array.array("i", [reading, writing])
    print(left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, numbers)]))
    data, controls, flags, address = right.recvmsg(10, socket.CMSG_LEN(numbers.itemsize * 2))
    (level, kind, packed), = controls
    arrived = array.array("i", packed)
    print(data, level == socket.SOL_SOCKET, kind == socket.SCM_RIGHTS, len(arrived), flags, address, set(arrived) & set(numbers))
    os.write(arrived[1], b"through")
    print(os.read(reading, 10), [os.get_inheritable(number) for number in arrived])
    for number in [*numbers, *arrived]:
        os.close(number)
    with open(__file__) as file:
        socket.send_fds(left, [b"file"], [file.fileno()])
    message, descriptors, flags, address = socket.recv_fds(right, 10, 5)
    with open(descriptors[0]) as file:
        print(message, file.readline(), end="")
    left.sendmsg([b"cut off"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [left.fileno()]))])
    data, controls, flags, address = right.recvmsg(100)
    print(data, controls, flags == socket.MSG_CTRUNC)

    right.settimeout(0.001)
    for wrong in (lambda: right.recvmsg(1), lambda: right.recvmsg(-1), lambda: right.recvmsg(1, -1), lambda: right.recvmsg_into(5),
                  lambda: right.recvmsg_into([b"x"]), lambda: left.sendmsg(5), lambda: left.sendmsg([5]),
                  lambda: left.sendmsg([b"x"], 5), lambda: left.sendmsg([b"x"], [5]), lambda: left.sendmsg([b"x"], [(1, 2)]),
                  lambda: left.sendmsg([b"x"], [(1, 1, "x")]), lambda: left.sendmsg([b"x"], [(1, 1, b"\xff\xff\0\0")]),
                  lambda: left.sendmsg(), lambda: left.sendmsg([b"x"], [], "x"), lambda: left.sendmsg([b"x"], [], 0, 5)):
        try:
            wrong()
        except (OSError, TypeError, ValueError) as error:
            print(type(error).__name__, error)

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    server.bind(("127.0.0.1", 0))
    client.bind(("127.0.0.1", 0))
    print(client.sendmsg([b"data", b"gram"], [], 0, server.getsockname()))
    data, controls, flags, sender = server.recvmsg(5)
    print(data, controls, flags == socket.MSG_TRUNC, sender == client.getsockname())
    server.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
    client.sendto(b"with its kind of service", server.getsockname())
    print(server.recvmsg(100, 100)[:3])
