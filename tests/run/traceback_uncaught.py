# An exception that nobody catches: the traceback with its carets, chained.
class Account:
    def __init__(self, balance):
        self.balance = balance

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError(f"only {self.balance} left")
        self.balance -= amount


def process(account, amounts):
    for amount in amounts:
        try:
            account.withdraw(amount)
        except ValueError as error:
            raise RuntimeError("cannot process " + str(amount)) from error


print("before")
process(Account(100), [30, 50,
                       70])
print("never")
