# _asyncio.Task from outside: steps, wake-ups, strange things yielded, cancelling, the tables of tasks.
# no trace: the library's modules are long
import asyncio
import sys

import _asyncio


class Loop:
    def __init__(self, label):
        self.label, self.calls = label, []

    def __repr__(self):
        return f"<{self.label}>"

    def get_debug(self):
        return False

    def call_soon(self, callback, *args, context=None):
        self.calls.append((callback, args, context))

    def call_exception_handler(self, context):
        print("told:", list(context), context["message"])

    def run(self):
        while self.calls:
            callback, args, context = self.calls.pop(0)
            try:
                result = context.run(callback, *args)
                if result is not None:
                    print("a step gave", result)
            except BaseException as error:
                print("a step raised", repr(error))


def attempt(label, function, *args, **kwargs):
    try:
        print(label, "->", function(*args, **kwargs))
    except BaseException as error:
        print(label, "->", type(error).__name__, error)


loop, other = Loop("loop"), Loop("other loop")
Task, Future = _asyncio.Task, _asyncio.Future


class Yields:
    def __init__(self, *values):
        self.values = values

    def __await__(self):
        for value in self.values:
            yield value
        return "end"


class Stranger:
    """A future that is not asyncio's."""

    def __init__(self, loop, agrees=True):
        self._loop, self.agrees, self._asyncio_future_blocking = loop, agrees, False

    def __repr__(self):
        return "<stranger>"

    def add_done_callback(self, callback, *, context):
        print("add_done_callback", callback.__name__, callback.__qualname__, type(context).__name__)
        self.wake = callback

    def cancel(self, *args, **kwargs):
        print("cancel", args, kwargs)
        return self.agrees

    def result(self):
        raise LookupError("the stranger's")

    def __await__(self):
        self._asyncio_future_blocking = True
        yield self


async def through(awaitable):
    try:
        return await awaitable
    except BaseException as error:
        print("thrown in:", type(error).__name__, str(error).partition(" at 0x")[0])
        raise


for name, yielded in (("int", 1), ("None", None), ("future", Future(loop=loop)), ("other", Future(loop=other)),
                      ("generator", (x for x in "")), ("str", "x"), ("stranger", Stranger(other))):
    task = Task(through(Yields(yielded)), loop=loop, name=name)
    loop.run()
    print(name, task._state, task.exception() is None)

for error in (SystemExit(3), KeyboardInterrupt(), StopIteration(1), asyncio.CancelledError("own"), ValueError("v")):
    async def fails():
        raise error
    task = Task(fails(), loop=loop, name="fails")
    loop.run()
    attempt("result", task.result)

stranger = Stranger(loop)
task = Task(through(stranger), loop=loop, name="waits")
print(task._fut_waiter, task.get_stack() != [], sys.getrefcount(task))
loop.run()
print(task._fut_waiter, task, task.get_coro() is task._coro, sys.getrefcount(task))
print(task.cancel("please"), task._must_cancel, task.cancelling())
stranger.agrees = False
print(task.cancel("now"), task._must_cancel, task.cancelling(), task.uncancel(), task.uncancel(), task.uncancel())
stranger.wake(stranger)
attempt("woken", task.result)
print(task, task.cancel())

task = Task(through(Yields()), loop=loop, name=5)
step = loop.calls.pop()[0]
print(type(step), step.__self__ is task, task.get_name(), task.set_name(6), task.get_name())
attempt("step with an argument", step, 1)
attempt("step with a keyword", step, x=1)
step()
attempt("step when done", step)
attempt("set_result", task.set_result, 1)
attempt("set_exception", task.set_exception, ValueError())
attempt("no coroutine", Task, 5, loop=loop)
attempt("two arguments", Task, through(None), loop)


async def first():
    await second_task


async def second():
    print("current:", asyncio.current_task(loop).get_name(), _asyncio._current_tasks == {loop: second_task})

second_task = Task(second(), loop=loop, name="second")
first_task = Task(first(), loop=loop, name="first")
print(sorted(each.get_name() for each in asyncio.all_tasks(loop)))
loop.run()
print(asyncio.all_tasks(loop), asyncio.current_task(loop), first_task.done())

unnamed = [Task(through(Yields(None)), loop=loop) for _ in range(2)]
first_number = int(unnamed[0].get_name().removeprefix("Task-"))
print(int(unnamed[1].get_name().removeprefix("Task-")) - first_number, first_number > 0)
loop.run()

pending = Task(through(Yields()), loop=loop, name="pending")
loop.calls.clear()
coroutine = pending.get_coro()
del pending
coroutine.close()

attempt("enter", _asyncio._enter_task, loop, "one")
attempt("enter", _asyncio._enter_task, loop, "two")
attempt("leave", _asyncio._leave_task, loop, "two")
attempt("leave", _asyncio._leave_task, loop=loop, task="one")
attempt("leave", _asyncio._leave_task, loop, None)
attempt("no loop", asyncio.get_running_loop)
_asyncio._set_running_loop(loop)
print(asyncio.get_running_loop(), asyncio.get_event_loop(), asyncio.Future().get_loop())
_asyncio._set_running_loop(None)
print(_asyncio._get_running_loop())
