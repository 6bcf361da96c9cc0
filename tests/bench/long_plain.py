# A long run in a small heap, for the moves of a session: long_plain.py MILLIONS. Calls, attributes, dicts, strings.
import sys


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
        return self.balance


def work(accounts, totals, rounds):
    for i in range(rounds):
        account = accounts[i % 50]
        total = account.deposit(i & 255)
        if total % 3 == 0:
            totals[account.name] = totals.get(account.name, 0) + total
        label = f"{i}:{total}"
        if len(label) > 40:
            print("never here")


accounts = [Account(f"n{i}") for i in range(50)]
totals = {}
changed = None
work(accounts, totals, int(sys.argv[1]) * 19000)
changed = len(totals)
for i in range(333333):
    pass
