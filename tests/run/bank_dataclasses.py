# no trace: the library's modules are long, and CPython has imported some of them before
# no collect: a collection at every birth of its many objects takes too long
# Accounts as dataclasses: frozen records, defaults made by factories, ordering, replace, asdict.
from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, replace


@dataclass(frozen=True, order=True)
class Transfer:
    day: int
    amount: int
    note: str = field(default="", compare=False)


@dataclass
class Account:
    owner: str
    balance: int = 0
    transfers: list[Transfer] = field(default_factory=list, repr=False)
    number: int = field(init=False)

    opened = 0

    def __post_init__(self):
        Account.opened += 1
        self.number = 1000 + Account.opened

    def deposit(self, day, amount, note=""):
        if amount <= 0:
            raise ValueError(f"not an amount: {amount!r}")
        self.balance += amount
        self.transfers.append(Transfer(day, amount, note))
        return self

    def withdraw(self, day, amount, note=""):
        if amount > self.balance:
            raise ValueError(f"{self.owner} has only {self.balance}")
        self.balance -= amount
        self.transfers.append(Transfer(day, -amount, note))
        return self


@dataclass
class Savings(Account):
    rate: float = 0.02

    def year(self, day):
        return self.deposit(day, round(self.balance * self.rate), "interest")


ada = Account("Ada").deposit(1, 100, "start").withdraw(3, 30, "books")
bob = Savings("Bob", rate=0.05).deposit(2, 400).year(365)
print(ada, bob, sep="\n")
print(ada == Account("Ada", 70), ada.transfers == [Transfer(1, 100, "other note"), Transfer(3, -30)])
print(sorted(ada.transfers + bob.transfers, reverse=True))
print(asdict(ada))
print(astuple(bob))
for account, amount in ((ada, 500), (bob, -1)):
    try:
        account.withdraw(9, amount) if amount > 0 else account.deposit(9, amount)
    except ValueError as error:
        print(type(error).__name__, error)
try:
    ada.transfers[0].amount = 1_000_000
except FrozenInstanceError as error:
    print("frozen:", error)
print(replace(ada.transfers[0], note="corrected"), hash(Transfer(1, 2)) == hash(Transfer(1, 2, "x")))
print([f.name for f in fields(Savings)], Savings.__match_args__)
match bob:
    case Savings(owner, balance, _, rate=rate) if rate > 0.02:
        print(f"{owner} saves well: {balance} at {rate:.0%}")
