# More than a pipe holds, written by one thread while another reads; and writing that an alarm ends.
# no trace: which of two threads runs after a wait is the machine's affair
import os
import signal
import threading

reader, writer = os.pipe()
received = []


def read(count):
    total = 0
    while total < count:
        total += len(os.read(reader, 5000))
    received.append(total)


thread = threading.Thread(target=read, args=(300000,))
thread.start()
print(os.write(writer, b'x' * 200000))
with open(writer, 'wb', closefd=False) as stream:
    print(stream.write(b'y' * 100000))
thread.join()
print(received)


def ring(number, frame):
    raise TimeoutError('nobody reads')


signal.signal(signal.SIGALRM, ring)
signal.alarm(1)
try:
    with open(writer, 'wb', buffering=0, closefd=False) as stream:
        total = 0
        while True:
            total += stream.write(b'z' * 70000)
except TimeoutError as error:
    print('TimeoutError:', error)
os.set_blocking(writer, False)
try:
    os.write(writer, b'one more' * 1000)
except BlockingIOError as error:
    print('BlockingIOError', error.errno)
os.close(writer)
print(len(os.read(reader, 100000)) > 0)
