# _asyncio.Future from outside: states, callbacks, `await` by hand, what is refused.
# no trace: the library's modules are long
import asyncio
import contextvars
import gc
import pickle
import sys
import weakref

import _asyncio


class Loop:
    """As much of a loop as futures ask for."""

    def __init__(self):
        self.calls = []

    def get_debug(self):
        return False

    def call_soon(self, callback, *args, context=None):
        self.calls.append((callback, args, context))

    def call_exception_handler(self, context):
        print("told:", list(context), context["message"])

    def run(self):
        while self.calls:
            callback, args, context = self.calls.pop(0)
            context.run(callback, *args)


def attempt(label, function, *args, **kwargs):
    try:
        print(label, "->", function(*args, **kwargs))
    except BaseException as error:
        print(label, "->", type(error).__name__, error)


loop = Loop()
Future = _asyncio.Future
print(Future is asyncio.Future, sys.getsizeof(Future(loop=loop)), Future.__dictoffset__, Future.__weakrefoffset__)
print(Future[int], Future.__text_signature__, Future.result.__text_signature__)

fresh = Future.__new__(Future)
for name in ("result", "exception", "cancel", "done", "get_loop", "__repr__", "__iter__"):
    attempt("not initialized: " + name, getattr(fresh, name))

future = Future(loop=loop)
attempt("result", future.result)
attempt("exception", future.exception)
attempt("set_exception(StopIteration)", future.set_exception, StopIteration)
attempt("set_exception(1)", future.set_exception, 1)
attempt("positional", Future, loop)
attempt("reduce", pickle.dumps, future)
attempt("dict", lambda: future.__dict__)
for name in ("_log_traceback", "_asyncio_future_blocking", "_cancel_message", "_state"):
    attempt("delete " + name, delattr, future, name)
attempt("log", setattr, future, "_log_traceback", True)
future.note = "kept"
print(future.note, future, weakref.ref(future)() is future, gc.is_tracked(future))

number = contextvars.ContextVar("number", default=0)


def done(what):
    print("callback", what, number.get())


for value in range(3):
    number.set(value)
    future.add_done_callback(done)
future.add_done_callback(print)
print(len(future._callbacks), future.remove_done_callback(print), future.remove_done_callback(print))
future.set_result("ready")
attempt("again", future.set_result, 1)
print(future._callbacks, future.result(), future.cancel())
loop.run()
future.add_done_callback(done)
loop.run()

cancelled = Future(loop=loop)
print(cancelled.cancel("why"), cancelled.cancelled(), cancelled._cancel_message, cancelled)
attempt("cancelled", cancelled.result)
print(repr(cancelled._make_cancelled_error()))

waiting = Future(loop=loop)
iterator = iter(waiting)
print(type(iterator), next(iterator) is waiting, waiting._asyncio_future_blocking)
attempt("next again", next, iterator)
waiting.set_result((1, 2))
attempt("next at the end", next, iterator)
attempt("next after the end", next, iterator, "default")
for args in ((), (1,), (ValueError,), (ValueError, "text"), (KeyError("k"), "text"), (ValueError, "text", 1)):
    attempt(f"throw{args}", Future(loop=loop).__await__().throw, *args)


class Twice:
    def __await__(self):
        return iterator


async def wait_again():
    await Twice()


attempt("await a spent iterator", wait_again().send, None)

lost = Future(loop=loop)
lost.set_exception(KeyError("lost"))
del lost


class Named(Future):
    pass


lost = Named(loop=loop)
lost.set_exception(ValueError)
del lost
failed = Future(loop=loop)
failed.set_exception(OSError("asked for"))
print(failed, type(failed.exception()).__name__)
del failed
print([type(held).__name__ for held in gc.get_referents(waiting)])
