# Names and numbers of the network: what needs no server to be known.
# no trace: the library's modules are long, and CPython has imported some of them before
import socket

for question in (("127.0.0.1", 80), ("127.0.0.1", "80", socket.AF_INET, socket.SOCK_STREAM), ("::1", 80, 0, socket.SOCK_DGRAM),
                 (None, 8080, socket.AF_INET, socket.SOCK_STREAM, 0, socket.AI_PASSIVE),
                 (b"10.0.0.1", None, 0, socket.SOCK_STREAM)):
    for answer in socket.getaddrinfo(*question):
        print(answer)
print(socket.getaddrinfo("localhost", 80, socket.AF_INET, socket.SOCK_STREAM)[0][4])
print(socket.gethostbyname("localhost"), repr(socket.gethostbyname("")), socket.gethostbyname("<broadcast>"))
print(socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
print(socket.inet_aton("10.1"), socket.inet_ntoa(b"\x7f\0\0\1"), socket.inet_pton(socket.AF_INET6, "::1"),
      socket.inet_ntop(socket.AF_INET6, bytes(range(16))))
print([hex(swap(0x102)) for swap in (socket.htons, socket.ntohs, socket.htonl, socket.ntohl)])
print(type(socket.gethostname()), socket.has_ipv6, socket.CMSG_LEN(4), socket.CMSG_SPACE(4))
print(socket.if_indextoname(socket.if_nametoindex("lo")) == "lo", (socket.if_nametoindex("lo"), "lo") in socket.if_nameindex())
for wrong in (lambda: socket.getaddrinfo("127.0.0.1", "no such service"), lambda: socket.getaddrinfo("127.0.0.1", 80, 99),
              lambda: socket.getaddrinfo("127.0.0.1", 1.5), lambda: socket.getaddrinfo(5, 80), lambda: socket.getaddrinfo("a", 1, flags=socket.AI_NUMERICHOST),
              lambda: socket.getnameinfo(("127.0.0.1", 80, 0, 0), 3), lambda: socket.getnameinfo("x", 0),
              lambda: socket.inet_aton("x"), lambda: socket.inet_ntoa(b"123"), lambda: socket.inet_pton(99, "x"),
              lambda: socket.inet_ntop(socket.AF_INET, b""), lambda: socket.inet_ntop(99, b""), lambda: socket.htons(-1),
              lambda: socket.htons(70000), lambda: socket.htonl(1 << 32), lambda: socket.htonl("x"),
              lambda: socket.getservbyname("no such service"), lambda: socket.getservbyport(-1),
              lambda: socket.getprotobyname("no such protocol"), lambda: socket.if_nametoindex("no such interface"),
              lambda: socket.if_indextoname(0), lambda: socket.gethostbyname("a\0b"), lambda: socket.gethostbyaddr(b"a\0b"), lambda: socket.CMSG_LEN(-1), lambda: socket.setdefaulttimeout(-1)):
    try:
        print(wrong())
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(type(error).__module__, type(error).__name__, error)
print(socket.gaierror.__mro__[1], socket.herror.__mro__[1], socket.timeout, socket.error)
