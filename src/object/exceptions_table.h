/* exceptions_table.h: all built-in exceptions, once.
 *
 * EXCEPTION(name, base, layout, doc). The layout says which structure an instance has (exception.h); the
 * order is such that a base stands before what derives from it. */
#ifndef OBJECT_EXCEPTIONS_TABLE_H
#define OBJECT_EXCEPTIONS_TABLE_H

#define EXCEPTIONS(EXCEPTION)                                                                                  \
    EXCEPTION(BaseException, BaseException, BASE, "Common base class for all exceptions")                      \
    EXCEPTION(BaseExceptionGroup, BaseException, GROUP, "A combination of multiple unrelated exceptions.")     \
    EXCEPTION(Exception, BaseException, BASE, "Common base class for all non-exit exceptions.")                \
    EXCEPTION(ArithmeticError, Exception, BASE, "Base class for arithmetic errors.")                           \
    EXCEPTION(FloatingPointError, ArithmeticError, BASE, "Floating point operation failed.")                   \
    EXCEPTION(OverflowError, ArithmeticError, BASE, "Result too large to be represented.")                     \
    EXCEPTION(ZeroDivisionError, ArithmeticError, BASE,                                                        \
              "Second argument to a division or modulo operation was zero.")                                   \
    EXCEPTION(AssertionError, Exception, BASE, "Assertion failed.")                                            \
    EXCEPTION(AttributeError, Exception, ATTRIBUTE, "Attribute not found.")                                    \
    EXCEPTION(BufferError, Exception, BASE, "Buffer error.")                                                   \
    EXCEPTION(EOFError, Exception, BASE, "Read beyond end of file.")                                           \
    EXCEPTION(ImportError, Exception, IMPORT, "Import can't find module, or can't find name in module.")       \
    EXCEPTION(ModuleNotFoundError, ImportError, IMPORT, "Module not found.")                                   \
    EXCEPTION(LookupError, Exception, BASE, "Base class for lookup errors.")                                   \
    EXCEPTION(IndexError, LookupError, BASE, "Sequence index out of range.")                                   \
    EXCEPTION(KeyError, LookupError, KEY, "Mapping key not found.")                                            \
    EXCEPTION(MemoryError, Exception, MEMORY, "Out of memory.")                                                \
    EXCEPTION(NameError, Exception, NAME, "Name not found globally.")                                          \
    EXCEPTION(UnboundLocalError, NameError, NAME, "Local name referenced but not bound to a value.")           \
    EXCEPTION(OSError, Exception, OS, "Base class for I/O related errors.")                                    \
    EXCEPTION(BlockingIOError, OSError, OS, "I/O operation would block.")                                      \
    EXCEPTION(ChildProcessError, OSError, OS, "Child process error.")                                          \
    EXCEPTION(ConnectionError, OSError, OS, "Connection error.")                                               \
    EXCEPTION(BrokenPipeError, ConnectionError, OS, "Broken pipe.")                                            \
    EXCEPTION(ConnectionAbortedError, ConnectionError, OS, "Connection aborted.")                              \
    EXCEPTION(ConnectionRefusedError, ConnectionError, OS, "Connection refused.")                              \
    EXCEPTION(ConnectionResetError, ConnectionError, OS, "Connection reset.")                                  \
    EXCEPTION(FileExistsError, OSError, OS, "File already exists.")                                            \
    EXCEPTION(FileNotFoundError, OSError, OS, "File not found.")                                               \
    EXCEPTION(InterruptedError, OSError, OS, "Interrupted by signal.")                                         \
    EXCEPTION(IsADirectoryError, OSError, OS, "Operation doesn't work on directories.")                        \
    EXCEPTION(NotADirectoryError, OSError, OS, "Operation only works on directories.")                         \
    EXCEPTION(PermissionError, OSError, OS, "Not enough permissions.")                                         \
    EXCEPTION(ProcessLookupError, OSError, OS, "Process not found.")                                           \
    EXCEPTION(TimeoutError, OSError, OS, "Timeout expired.")                                                   \
    EXCEPTION(ReferenceError, Exception, BASE, "Weak ref proxy used after referent went away.")                \
    EXCEPTION(RuntimeError, Exception, BASE, "Unspecified run-time error.")                                    \
    EXCEPTION(NotImplementedError, RuntimeError, BASE, "Method or function hasn't been implemented yet.")      \
    EXCEPTION(RecursionError, RuntimeError, BASE, "Recursion limit exceeded.")                                 \
    EXCEPTION(StopAsyncIteration, Exception, BASE, "Signal the end from iterator.__anext__().")                \
    EXCEPTION(StopIteration, Exception, STOP_ITERATION, "Signal the end from iterator.__next__().")            \
    EXCEPTION(SyntaxError, Exception, SYNTAX, "Invalid syntax.")                                               \
    EXCEPTION(IndentationError, SyntaxError, SYNTAX, "Improper indentation.")                                  \
    EXCEPTION(TabError, IndentationError, SYNTAX, "Improper mixture of spaces and tabs.")                      \
    EXCEPTION(SystemError, Exception, BASE,                                                                    \
              "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, "     \
              "along with the traceback,\nthe Python version, and the hardware/OS platform and version.")      \
    EXCEPTION(TypeError, Exception, BASE, "Inappropriate argument type.")                                      \
    EXCEPTION(ValueError, Exception, BASE, "Inappropriate argument value (of correct type).")                  \
    EXCEPTION(UnicodeError, ValueError, BASE, "Unicode related error.")                                        \
    EXCEPTION(UnicodeDecodeError, UnicodeError, UNICODE, "Unicode decoding error.")                            \
    EXCEPTION(UnicodeEncodeError, UnicodeError, UNICODE, "Unicode encoding error.")                            \
    EXCEPTION(UnicodeTranslateError, UnicodeError, UNICODE, "Unicode translation error.")                      \
    EXCEPTION(Warning, Exception, BASE, "Base class for warning categories.")                                  \
    EXCEPTION(BytesWarning, Warning, BASE,                                                                     \
              "Base class for warnings about bytes and buffer related problems, mostly\nrelated to "           \
              "conversion from str or comparing to str.")                                                      \
    EXCEPTION(DeprecationWarning, Warning, BASE, "Base class for warnings about deprecated features.")         \
    EXCEPTION(EncodingWarning, Warning, BASE, "Base class for warnings about encodings.")                      \
    EXCEPTION(FutureWarning, Warning, BASE,                                                                    \
              "Base class for warnings about constructs that will change semantically\nin the future.")        \
    EXCEPTION(ImportWarning, Warning, BASE,                                                                    \
              "Base class for warnings about probable mistakes in module imports")                             \
    EXCEPTION(PendingDeprecationWarning, Warning, BASE,                                                        \
              "Base class for warnings about features which will be deprecated\nin the future.")               \
    EXCEPTION(ResourceWarning, Warning, BASE, "Base class for warnings about resource usage.")                 \
    EXCEPTION(RuntimeWarning, Warning, BASE, "Base class for warnings about dubious runtime behavior.")        \
    EXCEPTION(SyntaxWarning, Warning, BASE, "Base class for warnings about dubious syntax.")                   \
    EXCEPTION(                                                                                                 \
        UnicodeWarning, Warning, BASE,                                                                         \
        "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.")     \
    EXCEPTION(UserWarning, Warning, BASE, "Base class for warnings generated by user code.")                   \
    EXCEPTION(GeneratorExit, BaseException, BASE, "Request that a generator exit.")                            \
    EXCEPTION(KeyboardInterrupt, BaseException, BASE, "Program interrupted by user.")                          \
    EXCEPTION(SystemExit, BaseException, SYSTEM_EXIT, "Request to exit from the interpreter.")                 \
    EXCEPTION(ExceptionGroup, BaseExceptionGroup, GROUP, "") /* and Exception, its second base */

#endif
