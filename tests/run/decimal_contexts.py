# no trace: the library's modules are long, and CPython has imported some of them before
# Decimal contexts: rules, flags and traps, the current context of threads and tasks, errors.
from decimal import *
import asyncio, pickle, threading

print(getcontext(), BasicContext, ExtendedContext, DefaultContext, sep="\n")
print(MAX_PREC, MAX_EMAX, MIN_EMIN, MIN_ETINY, HAVE_THREADS, HAVE_CONTEXTVAR, __import__("decimal").__version__, __import__("decimal").__libmpdec_version__)


def attempt(what, *names):
    try:
        print(what, "->", repr(eval(what)))
    except Exception as error:
        print(what, "->", type(error).__name__, error, [base.__name__ for base in type(error).__mro__[1:-3]] if names else "")


context = Context(prec=5, Emin=-10, Emax=10, rounding=ROUND_HALF_UP, traps=[], flags=[])
for what in ("divide(1, 3)", "divide(1, 0)", "divide(0, 0)", "multiply(123456, 10**8)", "scaleb(1, -12)", "scaleb(12345, -14)", "sqrt(-1)",
             "compare(Decimal('sNaN'), 1)", "create_decimal('12.3456e2')", "create_decimal('bad')", "quantize(123456, 1)", "power(0, 0)",
             "ln(0)", "divmod(10**9, 7)", "remainder(7, 0)", "add(Decimal('Infinity'), Decimal('-Infinity'))", "create_decimal_from_float(0.1)",
             "next_toward(1, 2)", "exp(100)", "plus(Decimal('1e-20'))", "to_integral_exact(Decimal('2.5'))", "Etiny()", "Etop()", "logb(0)"):
    context.clear_flags()
    result = eval("context." + what)
    print(f"{what:45} {result!s:24}", [signal.__name__ for signal, raised in context.flags.items() if raised])

for what in ("Decimal(1) / 0", "Decimal(0) / 0", "Decimal('x')", "Decimal('1e999999') * 10", "Decimal('sNaN') + 1", "Decimal(1) < Decimal('NaN')",
             "Decimal(10) ** 40 // 3", "Decimal('1e9999999999999999999')", "Decimal(5).quantize(Decimal('1e-40'))"):
    attempt(what, "bases")
for what in ("Decimal(1) + 1.0", "Decimal(1) < 'a'", "Decimal(b'1')", "Decimal((1, 2))", "Decimal((0, (1, 12), 0))", "Decimal(1).exp(5)",
             "int(Decimal('NaN'))", "int(Decimal('Infinity'))", "hash(Decimal('sNaN'))", "Context(prec=0)", "Context(rounding='UP')",
             "Context(traps=[1])", "Context(flags={})", "setcontext(1)", "localcontext(1)", "format(Decimal(1), 'd')", "Context().foo", "Decimal(1).fma(2)"):
    attempt(what)
try:
    context.prec = 10**30
except OverflowError as error:
    print(error)
try:
    del context.prec
except AttributeError as error:
    print(error)

context.traps[Inexact] = True
try:
    context.divide(2, 3)
except Inexact as error:
    print("trapped", error, context.flags[Rounded], context.traps == Context(traps=[Inexact]).traps, len(context.flags))
print(context.traps.copy()[Inexact], list(context.flags)[:2], context.copy().traps is context.traps)
print(pickle.loads(pickle.dumps(context)), repr(context.flags)[:60])

getcontext().traps[FloatOperation] = True
for what in ("Decimal(1.5)", "Decimal(1) < 1.5", "Decimal(1.5) == 1.5", "Decimal.from_float(1.5)"):
    attempt(what)
getcontext().traps[FloatOperation] = False

with localcontext() as outer:
    outer.prec = 10
    with localcontext(ExtendedContext, prec=4) as inner:
        print(Decimal(2) / 3, getcontext() is inner)
    print(Decimal(2) / 3, getcontext() is outer)
print(Decimal(2) / 3)


def work():
    before = getcontext().prec
    getcontext().prec = 3
    answers.append((before, Decimal(1) / 3))


answers = []
DefaultContext.prec = 12
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(answers, getcontext().prec)


async def task(prec):
    with localcontext(prec=prec):
        await asyncio.sleep(0)
        return Decimal(1) / 7


async def main():
    return await asyncio.gather(*(task(prec) for prec in (3, 6, 9)))


print(*asyncio.run(main()))
