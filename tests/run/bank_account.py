# A bank: classes, properties, exceptions of its own, a ledger.
class BankError(Exception):
    pass


class InsufficientFunds(BankError):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} lacks {amount - account.balance}")
        self.account, self.amount = account, amount


class Account:
    interest = 0.02
    count = 0

    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance
        self.history = []
        Account.count += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise ValueError("negative")
        self.history.append(value - self._balance)
        self._balance = value

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(self, amount)
        self.balance -= amount
        return self

    def deposit(self, amount):
        self.balance += amount
        return self

    def __repr__(self):
        return f"<{type(self).__name__} {self.owner!r} {self.balance:,.2f}>"


class Savings(Account):
    interest = 0.05

    def grow(self, years=1):
        for _ in range(years):
            self.deposit(self.balance * self.interest)
        return self


kim, lee = Account("Kim", 1000), Savings("이영희", 2500)
print(kim.deposit(50).withdraw(300), lee.grow(3), Account.count, Savings.count)
print(kim.history, [round(x, 2) for x in lee.history])
for action in (lambda: kim.withdraw(5000), lambda: setattr(kim, "balance", -1), lambda: delattr(kim, "balance"),
               lambda: kim.nothing, lambda: Account()):
    try:
        action()
    except BankError as error:
        print("bank:", error, error.account.owner, error.amount)
    except Exception as error:
        print(type(error).__name__, error)


def transfer(source, target, amount):
    try:
        source.withdraw(amount)
    except InsufficientFunds:
        print("no transfer")
        return False
    else:
        target.deposit(amount)
        return True
    finally:
        print("after", source, target)


print(transfer(kim, lee, 100), transfer(kim, lee, 10000))
