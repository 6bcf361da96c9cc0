# no trace: the library's modules are long, and CPython has imported some of them before
# argparse with sys.argv: options, groups, subcommands, types of one's own, errors and help.
import argparse
import sys


def positive(text):
    number = int(text)
    if number <= 0:
        raise argparse.ArgumentTypeError(f"{number} is not positive")
    return number


def build():
    parser = argparse.ArgumentParser(prog="todo", description="Keeps a list.", epilog="That is all.")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="say more; twice: even more")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="a new entry")
    add.add_argument("words", nargs="+", help="the text")
    add.add_argument("-p", "--priority", type=positive, default=3, metavar="N", help="1 is first (default: %(default)s)")
    add.add_argument("--tag", action="append", dest="tags")
    show = commands.add_parser("list", help="all entries")
    which = show.add_mutually_exclusive_group()
    which.add_argument("--done", action="store_true")
    which.add_argument("--open", dest="done", action="store_false", default=None)
    show.add_argument("limit", nargs="?", type=int, const=5)
    return parser


parser = build()
for line in ("add buy milk -p 1 --tag home --tag food -vv", "-v --format json list --done 7", "list", "add x --prio 2",
             "add", "add x -p 0", "add x -p many", "remove 1", "--format xml list", "list --done --open", "list 1 2"):
    sys.argv = ["todo", *line.split()]
    try:
        print(parser.parse_args())
    except SystemExit as stop:
        sys.stderr.flush()
        print("exit", stop.code)
sys.stdout.flush()
parser.print_help()
print(parser.format_usage(), end="")
known, rest = parser.parse_known_args(["list", "--strange", "3"])
print(known, rest)
simple = argparse.ArgumentParser(prog="simple", add_help=False, exit_on_error=False)
simple.add_argument("--n", type=int)
simple.set_defaults(extra="set")
try:
    simple.parse_args(["--n", "x"])
except argparse.ArgumentError as error:
    print(error)
print(vars(simple.parse_args(["--n=5"])))
