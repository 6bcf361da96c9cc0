"""Runs one file of CPython's own tests and says for each method how it went: `ok ID`, `skip ID`, `fail ID`.

Usage: runner.py test_int [PATTERN...]: by either Python, python3.11 or `opscope run`. With patterns only the
methods whose ID contains one of them, and what went wrong in full. With --apart those of apart.txt are left out: some
would wait for ever.
"""
import pathlib
import sys
import unittest


class Lines(unittest.TestResult):
    def say(self, how, test):
        name = test.id()
        if not isinstance(test, unittest.TestCase):
            name = "module " + name  # setUpModule, or a module that can't be imported
        sys.__stdout__.write(f"{how} {name}\n")
        sys.__stdout__.flush()

    def addSuccess(self, test):
        self.say("ok", test)

    def addSkip(self, test, reason):
        self.say("skip", test)

    def addExpectedFailure(self, test, err):
        self.say("ok", test)

    def wrong(self, test, err):
        self.say("fail", test)
        if verbose:
            sys.__stdout__.write(self._exc_info_to_string(err, test))

    addError = addFailure = wrong

    def addUnexpectedSuccess(self, test):
        self.say("fail", test)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.broken.add(test.id())
            if verbose:
                sys.__stdout__.write(f"{subtest}\n" + self._exc_info_to_string(err, test))

    def stopTest(self, test):
        if test.id() in self.broken:
            self.broken.discard(test.id())
            self.say("fail", test)
        super().stopTest(test)


def methods(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from methods(item)
        elif (not patterns or any(pattern in item.id() for pattern in patterns)) and not is_apart(item.id()):
            yield item


def is_apart(name):
    return any(name == key or (key.endswith("*") and name.startswith(key[:-1])) for key in apart)


name, *patterns = sys.argv[1:]
apart = []
if "--apart" in patterns:
    patterns.remove("--apart")
    lines = pathlib.Path(__file__).with_name("apart.txt").read_text().splitlines()
    names = [line.split()[0] for line in lines if line and not line.startswith("#")]
    apart = [name if name.startswith("ctypes.") else "test." + name for name in names]
verbose = bool(patterns)
sys.argv[1:] = []
result = Lines()
result.broken = set()
module = __import__("test." + name, fromlist=["*"])
loader = unittest.TestLoader()


def run_classes(*classes):
    suite = unittest.TestSuite(map(loader.loadTestsFromTestCase, classes))
    unittest.TestSuite(methods(suite)).run(result)


main = getattr(module, "test_main", None)
if main and main.__code__.co_varnames[:1] == ("module",):  # its classes ask it which module they test
    module.support.run_unittest = run_classes
    main()
else:
    unittest.TestSuite(methods(loader.loadTestsFromModule(module))).run(result)
sys.__stdout__.write("end\n")
