"""Runs one file of CPython's own tests and says for each method how it went: `ok ID`, `skip ID`, `fail ID`.

Usage: runner.py test_int [PATTERN...]: by either Python, python3.11 or `opscope run`. With patterns only the
methods whose ID contains one of them, and what went wrong in full.
"""
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
        elif not patterns or any(pattern in item.id() for pattern in patterns):
            yield item


name, *patterns = sys.argv[1:]
verbose = bool(patterns)
sys.argv[1:] = []
result = Lines()
result.broken = set()
module = __import__("test." + name, fromlist=["*"])
loader = unittest.TestLoader()
suite = loader.loadTestsFromModule(module)
unittest.TestSuite(methods(suite)).run(result) if patterns else suite.run(result)
sys.__stdout__.write("end\n")
