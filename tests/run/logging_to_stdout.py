# no trace: the library's modules are long, and CPython has imported some of them before
# logging: levels, handlers to stdout and memory, a formatter, filters, the tree of loggers, exceptions.
import io
import logging
import sys

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)-8s %(name)s: %(message)s")
log = logging.getLogger("shop")
child = logging.getLogger("shop.cart")
log.debug("not shown")
log.info("opened with %d items", 3)
child.warning("%s costs %.2f", "tea", 2.5)
child.setLevel(logging.DEBUG)
child.debug("shown now")


class Countdown(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.seen = []

    def emit(self, record):
        self.seen.append((record.levelname, record.getMessage(), record.funcName, record.args))


memory = Countdown()
log.addHandler(memory)
text = io.StringIO()
handler = logging.StreamHandler(text)
handler.setFormatter(logging.Formatter("{levelno}|{message}|{user}", style="{", defaults={"user": "nobody"}))
handler.addFilter(lambda record: "secret" not in record.getMessage())
child.addHandler(handler)


def work():
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed")
    child.error("bad %s", ["thing"], extra={"user": "ada"})
    child.critical("secret plan")


work()
print(memory.seen)
print(text.getvalue().splitlines())
child.propagate = False
child.info("only in the text")
logging.disable(logging.WARNING)
log.warning("disabled")
logging.disable(logging.NOTSET)
logging.addLevelName(25, "NOTICE")
log.log(25, "a level of its own")
log.info("plain %s")
print(text.getvalue().splitlines()[-1], log.getEffectiveLevel(), child.isEnabledFor(10), child.parent is log, log.handlers == [memory])
print(logging.getLevelName(30), logging.getLevelName("INFO"), logging.getLogger("shop") is log, logging.getLogger().name)
adapter = logging.LoggerAdapter(log, {"id": 5})
adapter.info("through an adapter")
