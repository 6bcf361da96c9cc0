"""What CPython itself executes: one line per instruction, with the value stack, in the shape that
`trace_canonical.awk` makes of `opscope trace`.

Usage: python3.11 trace_oracle.py PROGRAM.py [-o FILE]

CPython's C-level trace function (PyEval_SetTrace, reached through ctypes) sees an instruction without copying
the frame's locals, so reference counts stay as they are; the value stack is read from the frame's memory. The layout
of the structures is that of 3.11's pycore_frame.h.

CPython does not report RESUME, MAKE_CELL, COPY_FREE_VARS, RETURN_GENERATOR with its POP_TOP, or the instruction
after EXTENDED_ARG; the other side leaves them out too. The frames of the import machinery and of what Debian hooks into it are skipped.
"""
import sys

AT_START = set(sys.modules)  # what CPython has imported before any program runs; this tool adds as little as it can

import _ast
import _json
import ctypes
import gc
import os

PyTrace_CALL, PyTrace_OPCODE = 0, 7
HIDDEN = {"RESUME", "MAKE_CELL", "COPY_FREE_VARS", "RETURN_GENERATOR", "CACHE"}

# byte offsets in PyFrameObject and _PyInterpreterFrame
FRAME_BACK, FRAME_DATA, FRAME_TRACE_OPCODES = 16, 24, 45
DATA_CODE, DATA_PREVIOUS, DATA_PREV_INSTR, DATA_STACKTOP, DATA_LOCALSPLUS = 32, 48, 56, 64, 72
# byte offsets in PyCodeObject
probe = (lambda: 0).__code__


def word(address):
    return ctypes.c_uint64.from_address(address).value


def find_code_start():
    """The offset of co_code_adaptive: the instructions themselves, found by looking for them."""
    raw = probe.co_code
    base = id(probe)
    for offset in range(100, 400, 2):
        if ctypes.string_at(base + offset, len(raw)) == raw:
            return offset
    raise SystemExit("trace_oracle: unknown layout of code objects")


CODE_START = find_code_start()
PLAIN = {int: 1, float: 1, complex: 1, str: 1, bytes: 1}
NAMED = {id(None): "None", id(True): "True", id(False): "False", id(Ellipsis): "Ellipsis",
         id(NotImplemented): "NotImplemented"}
TYPES = {}


def show(address):
    if not address:
        return "NULL"
    if address in NAMED:
        return NAMED[address]
    type_address = word(address + 8)
    kind = TYPES.get(type_address)
    if kind is None:
        kind = ctypes.cast(type_address, ctypes.py_object).value
        if kind not in PLAIN:
            return "<%s>" % kind.__name__
        TYPES[type_address] = kind
    value = ctypes.cast(address, ctypes.py_object).value
    if kind is int and value.bit_length() > 128:
        return "<int>"
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


class Tracer:
    def __init__(self, out):
        import opcode
        self.names, self.have_argument = opcode.opname, opcode.HAVE_ARGUMENT
        self.out, self.frames, self.count = out, {}, 0
        self.codes = {}
        self.widened = {}
        self.live = {}

    def code_info(self, address):
        info = self.codes.get(address)
        if info is None:
            code = ctypes.cast(address, ctypes.py_object).value
            lines = {}
            for start, end, line in code.co_lines():
                for offset in range(start, end, 2):
                    lines[offset] = line
            slots = len(code.co_varnames) + len([c for c in code.co_cellvars if c not in code.co_varnames]) \
                + len(code.co_freevars)
            info = (code, code.co_code, lines, slots, code.co_filename.startswith(("<frozen importlib", "<frozen zipimport", "/usr/lib/python3/")))
            self.codes[address] = info  # keeps the code alive: its address stays its own
        return info

    def event(self, _self, frame, what, _argument):
        if what == PyTrace_CALL:
            ctypes.c_ubyte.from_address(frame + FRAME_TRACE_OPCODES).value = 1
            data = word(frame + FRAME_DATA)
            code, raw, _, _, frozen = self.code_info(word(data + DATA_CODE))
            unit = (word(data + DATA_PREV_INSTR) - id(code) - CODE_START)
            fresh = self.names[raw[unit]] == "RESUME" and raw[unit + 1] == 0
            if fresh or data not in self.live:
                self.live[data] = None
        elif what == PyTrace_OPCODE:
            self.instruction(word(frame + FRAME_DATA))
        return 0

    def depth(self, data):
        depth = 0
        data = word(data + DATA_PREVIOUS)
        while data and data != self.bottom:
            if not self.code_info(word(data + DATA_CODE))[4]:
                depth += 1
            data = word(data + DATA_PREVIOUS)
        return depth

    def instruction(self, data):
        code, raw, lines, slots, frozen = self.code_info(word(data + DATA_CODE))
        if frozen:
            return
        offset = word(data + DATA_PREV_INSTR) - id(code) - CODE_START
        name = self.names[raw[offset]]
        if name in HIDDEN or (name == "POP_TOP" and offset >= 2
                              and self.names[raw[offset - 2]] == "RETURN_GENERATOR"):
            return
        if offset >= 2 and self.names[raw[offset - 2]] == "EXTENDED_ARG":
            return
        number = self.live.get(data)
        if number is None:
            self.count += 1
            number = self.live[data] = self.count
        top = ctypes.c_int.from_address(data + DATA_STACKTOP).value
        stack = [show(word(data + DATA_LOCALSPLUS + 8 * i)) for i in range(slots, top)]
        argument = raw[offset + 1] if raw[offset] >= self.have_argument else None
        text = _json.encode_basestring
        self.out.write('{"frame":%d,"depth":%d,"code":%s,"file":%s,"line":%s,"offset":%d,"op":"%s","arg":%s,"stack":[%s]}\n' % (
            number, self.depth(data), text(code.co_qualname), text(os.path.basename(code.co_filename)),
            "null" if lines.get(offset) is None else lines[offset], offset, name,
            "null" if argument is None else argument, ",".join(map(text, stack))))


def constants_in(node):
    """The values of the Constant nodes of a tree."""
    if isinstance(node, list):
        for item in node:
            yield from constants_in(item)
    elif isinstance(node, _ast.Constant):
        yield node.value
    elif isinstance(node, _ast.AST):
        for field in node._fields:
            yield from constants_in(getattr(node, field, None))


def folded_constants(code, known):
    """One reference more to each constant that folding made: the tree that CPython keeps owns these, too."""
    kept = []
    for value in code.co_consts:
        if type(value) is type(code):
            kept += folded_constants(value, known)
        elif id(value) not in known:
            kept.append(value)
    return kept


def main():
    program = sys.argv[1]
    out = sys.stdout if len(sys.argv) < 4 else open(sys.argv[3], "w", encoding="utf-8", errors="surrogatepass")
    with open(program, "rb") as file:
        # CPython keeps the syntax tree while the main program runs, so constants have one owner more; keep one, too.
        path = os.path.join(os.getcwd(), program)
        tree = compile(file.read(), path, "exec", _ast.PyCF_ONLY_AST)
        code = compile(tree, path, "exec")
    kept = folded_constants(code, {id(value) for value in constants_in(tree)})
    sys.argv = [program]
    sys.path[0] = os.path.dirname(os.path.abspath(program))
    main_module = type(sys)("__main__")
    main_module.__dict__.update(__annotations__={}, __builtins__=__builtins__, __file__=path, __cached__=None)
    sys.modules["__main__"] = main_module
    own_modules = {name: sys.modules.pop(name) for name in set(sys.modules) - AT_START}  # the program imports its own
    if out is sys.stdout:
        out = open(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
        os.dup2(2, 1)
    tracer = Tracer(out)
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    callback = kind(tracer.event)
    set_trace = ctypes.pythonapi.PyEval_SetTrace
    set_trace.argtypes = [ctypes.c_void_p, ctypes.py_object]

    def run():
        gc.collect()  # what this tool has left behind is not the program's garbage
        frame = sys._getframe()
        tracer.bottom = word(id(frame) + FRAME_DATA)
        namespace = main_module.__dict__
        set_trace(ctypes.cast(callback, ctypes.c_void_p), None)
        try:
            exec(code, namespace)
        except BaseException as error:  # what it holds dies unseen
            set_trace(None, None)
        finally:
            set_trace(None, None)

    run()
    out.flush()
    os._exit(0)


main()
