# A long run whose heap churns through lists, for the moves of a session: long_lists.py MILLIONS.
import sys


def work(rounds):
    kept = []
    for i in range(rounds):
        row = [j * i for j in range(200)]
        kept.append([x + 1 for x in row if x & 1])
        if len(kept) == 3000:
            kept = kept[1500:]
        if len(row) > 1000:
            print("never here")
    return kept


changed = None
kept = work(int(sys.argv[1]) * 345)
changed = len(kept)
for i in range(333333):
    pass
